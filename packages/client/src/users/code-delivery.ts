import type { CodeDeliveryDetailsType } from '@latchkey/wire'
import type { CodeDeliveryDetails } from '../types.js'

/** From the wire into what the app sees: where a code was sent to. */
export const codeDelivery = <Key extends string>(details: CodeDeliveryDetailsType | undefined) =>
  ({
    destination: details?.Destination,
    deliveryMedium: details?.DeliveryMedium,
    attributeName: details?.AttributeName,
  }) as CodeDeliveryDetails<Key>

/** A record, as the protocol writes it. */
export const pairs = (record: Partial<Record<string, string>> | undefined) =>
  record && Object.entries(record).map(([Name, Value]) => ({ Name, Value }))
