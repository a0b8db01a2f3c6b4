import { useReachable } from '../server/reachability.js'

/** Says that the server is away, and is gone when it is back. It lies over the page, which does not move. */
export const Banner = () => {
  const reachable = useReachable()
  return (
    <div role="status" className="banner-place">
      {!reachable && (
        <p className="banner">
          <span className="pulse" aria-hidden="true" />
          The server does not answer. What you see may be old; the page goes on by itself when it is back.
        </p>
      )}
    </div>
  )
}
