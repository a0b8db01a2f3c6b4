type Props = {
  /** Any length of CSS. Default: the whole width, a line high. */
  width?: string | number
  height?: string | number
  isRound?: boolean
}

/** Holds the place of what is still loading, in its size. */
export const Skeleton = ({ width = '100%', height = '1em', isRound = false }: Props) => (
  <span
    className={isRound ? 'lk-skeleton lk-skeleton-round' : 'lk-skeleton'}
    style={{ width, height }}
    aria-hidden="true"
  />
)
