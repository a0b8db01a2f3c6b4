/**
 * Text that people chose, and that may be anything: in a direction of its own, so that it does not turn around what
 * stands beside it, cut to its place, and whole when a pointer rests on it.
 */
export const Name = ({ children }: { children: string }) => (
  <bdi className="lk-name" title={children}>
    {children}
  </bdi>
)
