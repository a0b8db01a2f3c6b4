import { Skeleton } from '@latchkey/react'

/** In the place of a panel of so many lines that is on its way. */
export const LoadingPanel = ({ lines }: { lines: number }) => (
  <div className="panel" aria-busy="true">
    {Array.from({ length: lines }, (_, line) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
      <p key={line} className="loading-line">
        <Skeleton width={`${40 + ((line * 17) % 40)}%`} />
      </p>
    ))}
  </div>
)
