import { Fault } from './answer.js'
import { Page } from './page.js'

type PageFaultProps = { error: unknown; reset?: () => void }

/** In the place of a page that failed, or whose file could not be loaded: after an upgrade, files have other names. */
export const PageFault = ({ error }: PageFaultProps) => (
  <Page title="Something went wrong">
    <Fault error={error} retry={() => window.location.reload()} />
  </Page>
)
