import { Mark } from '../shell/mark.js'
import { setTheme, themes, useTheme } from '../shell/theme.js'
import { deviceStories, pieceStories, promptStories, type Story, timelineStories } from './stories.js'

const chapters: { title: string; id: string; stories: readonly Story[] }[] = [
  { title: '<DeviceList/>', id: 'devices', stories: deviceStories },
  { title: '<RememberDevicePrompt/>', id: 'prompt', stories: promptStories },
  { title: '<DeviceTimeline/>', id: 'timeline', stories: timelineStories },
  { title: 'Pieces', id: 'pieces', stories: pieceStories },
]

export function StatesPage() {
  return (
    <div className="states">
      <header className="states-bar">
        <Mark />
        <div>
          <h1>@latchkey/react</h1>
          <p className="muted">
            Every component in every state, with made-up devices. Nothing here is anybody’s.
          </p>
        </div>
        <ThemeChoice />
      </header>
      <nav aria-label="Components" className="states-nav">
        {chapters.map(({ title, id }) => (
          <a key={id} href={`#${id}`}>
            {title}
          </a>
        ))}
      </nav>
      <main>
        {chapters.map(({ title, id, stories }) => (
          <section key={id} id={id} aria-labelledby={`${id}-title`} className="chapter">
            <h2 id={`${id}-title`}>{title}</h2>
            {stories.map(({ name, shows }) => (
              <figure key={name} className="story" data-story={`${id}: ${name}`} aria-label={name}>
                <figcaption>{name}</figcaption>
                <div className="story-shows">{shows}</div>
              </figure>
            ))}
          </section>
        ))}
      </main>
    </div>
  )
}

function ThemeChoice() {
  const theme = useTheme()
  return (
    <fieldset className="states-theme">
      <legend className="lk-hidden">Theme</legend>
      {themes.map((one) => (
        <label key={one}>
          <input type="radio" name="theme" checked={one === theme} onChange={() => setTheme(one)} /> {one}
        </label>
      ))}
    </fieldset>
  )
}
