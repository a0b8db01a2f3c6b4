import type { SchemaAttributeType } from '@latchkey/wire'
import { invalidParameter } from '../errors.js'
import { type AttributeRule, customAttributesFault, standardAttributes } from './pool.js'

/** A pool's schema, as `CreateUserPool` gives it: standard attributes may be narrowed, custom ones are new. */
export function schemaOf(given: SchemaAttributeType[] = []): AttributeRule[] {
  const twice = given.find(({ Name }, index) => given.findIndex((other) => other.Name === Name) !== index)
  if (twice) throw invalidParameter(`${twice.Name}: The attribute is given twice.`)
  const standard = standardAttributes.map((rule) =>
    narrowed(
      rule,
      given.find(({ Name }) => Name === rule.name),
    ),
  )
  return withCustomAttributes(
    standard,
    given.filter(({ Name }) => !standardAttributes.some((rule) => rule.name === Name)),
  )
}

/** Throws InvalidParameterException when a name is taken, or a custom attribute cannot be as it is asked for. */
export function withCustomAttributes(schema: AttributeRule[], given: SchemaAttributeType[]): AttributeRule[] {
  const added = given.map(customRuleOf)
  const fault = customAttributesFault(schema, added)
  if (fault) throw invalidParameter(fault)
  return [...schema, ...added]
}

function narrowed(rule: AttributeRule, given: SchemaAttributeType | undefined): AttributeRule {
  if (!given) return rule
  if (given.DeveloperOnlyAttribute || (given.AttributeDataType ?? rule.type) !== rule.type) {
    throw invalidParameter(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${rule.name}`,
    )
  }
  const mutable = given.Mutable ?? rule.mutable
  const required = given.Required ?? rule.required
  if (rule.name === 'sub' && (mutable || !required)) {
    throw invalidParameter('sub: The attribute is always required, and never changes.')
  }
  return { ...rule, mutable, required, ...constraintsOf(rule, given) }
}

function customRuleOf(given: SchemaAttributeType): AttributeRule {
  if (given.AttributeDataType === undefined) {
    throw invalidParameter(
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
    )
  }
  const developerOnly = given.DeveloperOnlyAttribute ?? false
  const rule = {
    name: customName(given.Name, developerOnly),
    type: given.AttributeDataType,
    mutable: given.Mutable ?? true,
    required: given.Required ?? false,
    developerOnly,
  }
  return { ...rule, ...constraintsOf(rule, given) }
}

/** Names come with their prefix or without: what `DescribeUserPool` answered may be given again. */
function customName(given: string | undefined, developerOnly: boolean): string {
  const bare = given?.replace(/^(?:dev:)?custom:/, '')
  if (!bare) throw invalidParameter('A custom attribute must have a Name.')
  return developerOnly ? `dev:custom:${bare}` : `custom:${bare}`
}

type Constraints = Pick<AttributeRule, 'minLength' | 'maxLength' | 'minValue' | 'maxValue'>

function constraintsOf(
  rule: Pick<AttributeRule, 'name' | 'type'> & Constraints,
  given: SchemaAttributeType,
): Constraints {
  if (rule.type === 'String') {
    const { MinLength, MaxLength } = given.StringAttributeConstraints ?? {}
    const [minLength, maxLength] = range(rule.name, [MinLength, MaxLength], [rule.minLength, rule.maxLength])
    if ((minLength ?? 0) < 0 || (maxLength ?? 0) > LONGEST) throw badRange(rule.name)
    return { minLength, maxLength }
  }
  if (rule.type === 'Number') {
    const { MinValue, MaxValue } = given.NumberAttributeConstraints ?? {}
    const [minValue, maxValue] = range(rule.name, [MinValue, MaxValue], [rule.minValue, rule.maxValue])
    return { minValue, maxValue }
  }
  return {}
}

/** Source: AttributeValueType, 2048 characters at most. */
const LONGEST = 2048

type Range<Bound> = [Bound | undefined, Bound | undefined]

function range(name: string, given: Range<string>, before: Range<number>): Range<number> {
  const least = given[0] === undefined ? before[0] : numberOf(name, given[0])
  const most = given[1] === undefined ? before[1] : numberOf(name, given[1])
  if (least !== undefined && most !== undefined && least > most) throw badRange(name)
  return [least, most]
}

function numberOf(name: string, text: string): number {
  if (!/^-?\d{1,15}$/.test(text)) throw badRange(name)
  return Number(text)
}

const badRange = (name: string) =>
  invalidParameter(`${name}: The constraints of the attribute are not valid.`)

export const schemaAttributeShape = (rule: AttributeRule): SchemaAttributeType => ({
  Name: rule.name,
  AttributeDataType: rule.type,
  DeveloperOnlyAttribute: rule.developerOnly,
  Mutable: rule.mutable,
  Required: rule.required,
  ...constraintsShape(rule),
})

function constraintsShape(rule: AttributeRule): Partial<SchemaAttributeType> {
  switch (rule.type) {
    case 'String':
      return {
        StringAttributeConstraints: { MinLength: text(rule.minLength), MaxLength: text(rule.maxLength) },
      }
    case 'Number':
      return { NumberAttributeConstraints: { MinValue: text(rule.minValue), MaxValue: text(rule.maxValue) } }
    default:
      return {}
  }
}

const text = (value: number | undefined) => value?.toString()
