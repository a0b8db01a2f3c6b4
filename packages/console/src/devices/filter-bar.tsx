import { SearchField } from '../lists/search-field.js'
import { SelectField } from '../lists/select-field.js'
import { type DeviceSearch, filtersSomething, platforms } from './device-filter.js'

type Props = { search: DeviceSearch; onChange: (search: DeviceSearch) => void }

/** Which devices are shown. All of it stands in the address, which can be sent to somebody. */
export const FilterBar = ({ search, onChange }: Props) => (
  <search className="list-filters">
    <SearchField
      label="Name of the device"
      placeholder="Filter by name"
      longest={1024}
      value={search.name}
      onChange={(name) => onChange({ ...search, name })}
    />
    <SelectField
      label="State"
      any="Tracked"
      value={search.state}
      choices={stateChoices}
      onChange={(state) => onChange({ ...search, state })}
    />
    <SelectField
      label="Last used"
      any="Used at any time"
      value={search.used}
      choices={usedChoices}
      onChange={(used) => onChange({ ...search, used })}
    />
    <SelectField
      label="Platform"
      any="Any platform"
      value={search.platform}
      choices={platformChoices}
      onChange={(platform) => onChange({ ...search, platform })}
    />
    {search.user !== undefined && (
      <button
        type="button"
        className="filter-user"
        onClick={() => onChange({ ...search, user: undefined })}
        aria-label={`Of ${search.user}: remove this filter`}
      >
        Of <bdi>{search.user}</bdi>
        <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <path d="m4.500 4.500 7 7M11.500 4.500l-7 7" />
        </svg>
      </button>
    )}
    {filtersSomething(search) && (
      <button type="button" className="text-button" onClick={() => onChange({})}>
        Clear filters
      </button>
    )}
  </search>
)

const stateChoices = [
  ['Remembered', 'Remembered'],
  ['NotRemembered', 'Not remembered'],
  ['Issued', 'Issued, not confirmed'],
  ['Forgotten', 'Forgotten'],
] as const

const usedChoices = [
  ['7', 'Used in the last 7 days'],
  ['30', 'Used in the last 30 days'],
  ['90', 'Used in the last 90 days'],
  ['over-90', 'Stale: over 90 days ago'],
] as const

const platformChoices = platforms.map((platform) => [platform, platform] as const)
