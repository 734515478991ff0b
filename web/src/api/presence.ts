// Whether the service still knows who asks: heard by the client, told to whoever has to act on it.

type Listener = () => void

function bell() {
  const listeners = new Set<Listener>()
  return {
    ring: () => [...listeners].forEach((listener) => listener()),
    /** Answers with the way to stop listening. */
    on(listener: Listener): Listener {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const presence = {
  /** The service answered that nobody is signed in. */
  lost: bell(),
  /** Somebody signed in again, so what was refused can be asked once more. */
  back: bell(),
  /** The service answered something: the session is fresh again. */
  heard: bell(),
}
