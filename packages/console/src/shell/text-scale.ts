import { useState } from 'react'

/** The size of letters that browsers start from, in pixels. */
const USUAL = 16

/**
 * How much larger letters are than usual: people set their size in the browser, and what is placed in pixels has to grow
 * with them. Read once, since reading it has the browser lay the page out.
 */
export const useTextScale = (): number => useState(textScale)[0]

const textScale = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL || 1
