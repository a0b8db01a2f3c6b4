/** About where an address is. */
export type Place = { readonly city: string | undefined; readonly country: string | undefined }

/** `Berlin, Germany`. Undefined where nothing is known. */
export function placeInWords(place: Place | undefined): string | undefined {
  const parts = [place?.city, place?.country].filter((part) => !!part)
  return parts.length > 0 ? parts.join(', ') : undefined
}
