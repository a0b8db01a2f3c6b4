import type { ActivityDayType, Requests, TrackedDeviceStateType } from '@latchkey/wire'
import type { DeviceState } from '../devices/device.js'
import { invalidParameter } from '../errors.js'
import type { EventKind } from '../events/event.js'
import { dateOfSeconds } from '../keys/wire-time.js'
import type { Operation, World } from '../operation.js'
import { requirePool } from '../pools/require-pool.js'
import type { DeviceCounts, Tally } from './activity-store.js'
import { DAY_MILLISECONDS, type Day, dayOf, daysBetween } from './day.js'
import { MOST_DAYS } from './roll-up-days.js'

/** With today. */
const USUAL_DAYS = 30

export const AdminGetActivity: Operation<'AdminGetActivity'> = async (world, request) => {
  const { poolId } = await requirePool(world, request.UserPoolId)
  const days = daysOf(request, world.clock.now())
  const { briefly, stores } = world
  const devices = await briefly(`devices by state ${poolId}`, () => stores.deviceSearch.countByState(poolId))
  return { Days: await dayShapes(world, poolId, days), DevicesByState: deviceCountShapes(devices) }
}

function daysOf({ From, To }: Requests['AdminGetActivity'], now: Date): Day[] {
  const last = new Date(Math.min(dateOfSeconds(To)?.getTime() ?? now.getTime(), now.getTime()))
  const first = dateOfSeconds(From) ?? new Date(last.getTime() - (USUAL_DAYS - 1) * DAY_MILLISECONDS)
  if (From !== undefined && To !== undefined && To < From) throw invalidParameter('To is before From.')
  if (dayOf(last).from.getTime() - dayOf(first).from.getTime() > MOST_DAYS * DAY_MILLISECONDS)
    throw invalidParameter(`From ${MOST_DAYS} days before To is the earliest.`)
  return daysBetween(first, last)
}

/** In the order of the days. Those that were added up are read; the events of the others are counted. */
async function dayShapes(world: World, poolId: string, days: readonly Day[]): Promise<ActivityDayType[]> {
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return []
  const { activity } = world.stores
  const addedUp = await activity.addedUp(poolId, first.from, last.to)
  const shapes: ActivityDayType[] = []
  for (const day of days) {
    const at = day.from.getTime()
    const known = addedUp.get(at)
    const tallies =
      known?.tallies ?? (await world.briefly(`activity ${poolId} ${at}`, () => activity.ofDay(poolId, day)))
    shapes.push(dayShape(day, tallies, known?.devices))
  }
  return shapes
}

function dayShape(
  { from }: Day,
  tallies: readonly Tally[],
  devices: DeviceCounts | undefined,
): ActivityDayType {
  const sum = (...kinds: EventKind[]) =>
    tallies.reduce((total, { kind, events }) => (kinds.includes(kind) ? total + events : total), 0)
  return {
    Date: from.getTime() / 1000,
    SignIns: sum('signed_in'),
    MfaSkipped: sum('mfa_skipped'),
    MfaAsked: sum('mfa_asked'),
    WrongPasswords: sum('wrong_password'),
    WrongCodes: sum('wrong_code'),
    WrongDeviceSecrets: sum('wrong_device_secret'),
    LockedOut: sum('locked_out'),
    OtherRefusals: sum('wrong_passkey', 'wrong_answer', 'sign_in_refused'),
    NewDevices: sum('device_tracked'),
    DevicesByState: devices && deviceCountShapes(devices),
  }
}

const stateShapes: Record<DeviceState, TrackedDeviceStateType> = {
  remembered: 'Remembered',
  not_remembered: 'NotRemembered',
  issued: 'Issued',
  forgotten: 'Forgotten',
}

const deviceCountShapes = (counts: DeviceCounts) =>
  Object.entries(stateShapes).map(([state, State]) => ({ State, Count: counts[state as DeviceState] }))
