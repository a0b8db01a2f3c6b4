import { flagAt } from './answer.js'
import { askTrigger, type Trigger } from './trigger.js'

export type SignUpQuestion = {
  source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser'
  /** As they will be written. */
  attributes: Readonly<Record<string, string>>
  validationData: Readonly<Record<string, string>> | undefined
  metadata: Readonly<Record<string, string>> | undefined
}

export type SignUpAnswer = { autoConfirm: boolean; verifyEmail: boolean; verifyPhone: boolean }

/** Asked before a user is written. It may refuse, confirm the user, and vouch for addresses. */
export const PreSignUp: Trigger<SignUpQuestion, SignUpAnswer> = (world, occasion, question) =>
  askTrigger(world, 'PreSignUp', occasion, {
    source: question.source,
    request: {
      userAttributes: question.attributes,
      validationData: question.validationData ?? null,
      ...(question.metadata && { clientMetadata: question.metadata }),
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    read: (response) => ({
      autoConfirm: flagAt(response, 'autoConfirmUser'),
      verifyEmail: flagAt(response, 'autoVerifyEmail'),
      verifyPhone: flagAt(response, 'autoVerifyPhone'),
    }),
  })
