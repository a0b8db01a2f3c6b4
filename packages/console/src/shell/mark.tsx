/** The mark: a key in a latch. */
export const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
    <rect width="32" height="32" rx="9" className="mark-ground" />
    <path
      className="mark-key"
      d="M13.2 8.2a5.2 5.2 0 1 1-1.5 8.9L8 20.8V24h3.4v-2.6h2.5v-2.6h1.9"
      transform="translate(2.2 -.2)"
    />
    <circle cx="19.4" cy="11.6" r="1.5" className="mark-hole" />
  </svg>
)
