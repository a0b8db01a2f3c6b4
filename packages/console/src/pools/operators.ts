/** The pool whose users are the operators, as the server names it. */
export const OPERATORS_POOL = 'latchkey_operators'
