import type { ReactNode } from 'react'
import { Banner } from './banner.js'
import { skeletonPage } from './page.js'

/** In the place of everything, while it is not known who is there. */
export const Splash = ({ children }: { children?: ReactNode }) => (
  <div className="alone">
    <Banner />
    <main className="splash" aria-busy={children === undefined}>
      <h1 className="lk-hidden">{children === undefined ? 'Loading…' : 'Latchkey'}</h1>
      {children}
      {children === undefined && skeletonPage()}
    </main>
  </div>
)
