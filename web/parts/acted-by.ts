// Who did something. What Weir itself did (the worked example, the shipped policies) it did in nobody's name.

export function actedBy(personName: string): string {
  return personName === '' ? 'Weir' : personName
}
