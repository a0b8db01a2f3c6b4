/** A text that others wrote, as it is printed: in one line, and with nothing in it that talks to the terminal. */
export const inOneLine = (text: string) =>
  text.replace(/[\s\p{C}]+/gu, (run) => (/^ +$/.test(run) ? run : ' ')).trim()
