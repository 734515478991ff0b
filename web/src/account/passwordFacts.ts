// What can be said of a password while it is typed; whether it will do, the service decides.

export interface PasswordFacts { length: number; lower: boolean; upper: boolean; digit: boolean; other: boolean }

export function passwordFacts(password: string): PasswordFacts {
  return {
    length: [...password].length,
    lower: /\p{Ll}/u.test(password),
    upper: /\p{Lu}/u.test(password),
    digit: /\p{Nd}/u.test(password),
    other: /[^\p{Ll}\p{Lu}\p{Nd}\s]/u.test(password),
  }
}
