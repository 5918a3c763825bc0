// The live stream of a page: one EventSource, shared by everything on it.
// An event may arrive twice; handlers see each once. After a gap pages ask for their fragments again.

/**
 * @typedef {{id: number, what: string, subject: {kind: string, id: string}, seq: number,
 *   data: Record<string, any>, at: string}} JournalEvent
 * @typedef {{id: number, call: string, kind: "description" | "candidate" | "renew" | "bye",
 *   body: Record<string, any>, epoch: number}} MailboxEvent
 * @typedef {{id: number, call: string, by: "officer" | "participant"}} LineEvent
 * @typedef {{journal?: (event: JournalEvent) => void, mailbox?: (event: MailboxEvent) => void,
 *   line?: (event: LineEvent) => void, ready?: () => void, poll?: () => void}} Handlers
 */

const RENEW_AFTER_MS = 10 * 60 * 1000;
const OFFLINE_AFTER_MS = 5_000;
const POLL_EVERY_MS = 10_000;
const REOPEN_AFTER_MS = 1_000;
const REMEMBERED_IDS = 2_000;

/** @type {Map<string, Live>} */
const open = new Map();

/**
 * Follow the streams a token permits. `poll` is called every 10 s while the stream is down.
 * @param {string} token
 * @param {Handlers} handlers
 * @returns {() => void} stops these handlers; the last one closes the stream
 */
export function follow(token, handlers) {
  let live = open.get(token);
  if (!live) {
    live = new Live(token, () => open.delete(token));
    open.set(token, live);
  }
  return live.add(handlers);
}

/** Remembers the newest ids, so that an event that arrives again is known. */
class Seen {
  /** @type {Set<number>} */
  #ids = new Set();

  /** @param {number} id */
  isNew(id) {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > REMEMBERED_IDS) this.#ids.delete(/** @type {number} */ (this.#ids.values().next().value));
    return true;
  }
}

class Live {
  /** @type {EventSource | null} */
  #source = null;
  /** @type {Set<EventSource>} the ones before it, kept until it is open so that nothing falls between */
  #older = new Set();
  /** @type {Set<Handlers>} */
  #handlers = new Set();
  #seen = { journal: new Seen(), mailbox: new Seen(), line: new Seen() };
  #position = "";
  #isReady = false;
  #isClosed = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #offlineTimer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #pollTimer;
  #renewTimer;
  #token;
  #onClose;

  /** @param {string} token @param {() => void} onClose */
  constructor(token, onClose) {
    this.#token = token;
    this.#onClose = onClose;
    this.#open();
    this.#renewTimer = setInterval(() => this.#renew(), RENEW_AFTER_MS);
  }

  /** @param {Handlers} handlers */
  add(handlers) {
    this.#handlers.add(handlers);
    if (this.#isReady) handlers.ready?.();
    return () => {
      this.#handlers.delete(handlers);
      if (this.#handlers.size === 0) this.#close();
    };
  }

  #open() {
    const source = new EventSource(`/live/?token=${encodeURIComponent(this.#token)}`);
    if (this.#source) this.#older.add(this.#source);
    this.#source = source;
    source.addEventListener("ready", () => {
      if (source === this.#source) this.#closeOlder();
      this.#online();
    });
    source.addEventListener("journal", (event) => this.#receive("journal", event));
    source.addEventListener("mailbox", (event) => this.#receive("mailbox", event));
    source.addEventListener("line", (event) => this.#receive("line", event));
    source.addEventListener("error", () => this.#failed(source));
  }

  #closeOlder() {
    for (const source of this.#older) source.close();
    this.#older.clear();
  }

  /** @param {"journal" | "mailbox" | "line"} kind @param {MessageEvent<string>} message */
  #receive(kind, message) {
    this.#position = message.lastEventId;
    const event = JSON.parse(message.data);
    if (!this.#seen[kind].isNew(event.id)) return;
    for (const handlers of this.#handlers) handlers[kind]?.(event);
  }

  /** @param {EventSource} source */
  #failed(source) {
    if (this.#isClosed || source !== this.#source) return;
    this.#isReady = false;
    this.#offlineTimer ??= setTimeout(() => this.#offline(), OFFLINE_AFTER_MS);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => this.#renew(), REOPEN_AFTER_MS);
  }

  #online() {
    this.#isReady = true;
    clearTimeout(this.#offlineTimer);
    clearInterval(this.#pollTimer);
    this.#offlineTimer = this.#pollTimer = undefined;
    document.dispatchEvent(new CustomEvent("lapak:online"));
    for (const handlers of this.#handlers) handlers.ready?.();
  }

  #offline() {
    document.dispatchEvent(new CustomEvent("lapak:offline"));
    const poll = () => this.#handlers.forEach((handlers) => handlers.poll?.());
    this.#pollTimer ??= setInterval(poll, POLL_EVERY_MS);
  }

  /** Ask for a new token, which is given only if the page may still follow, and go on from where this one stood. */
  async #renew() {
    if (this.#isClosed) return;
    const form = new URLSearchParams({ token: this.#token, position: this.#position });
    try {
      const answer = await fetch("/live-token/", { method: "POST", body: form, headers: { "X-CSRFToken": csrfToken() } });
      if (answer.status === 403) return this.#refused();
      if (answer.ok) this.#token = (await answer.json()).token;
    } catch {
      // the network is away: opening fails as well and leads here again
    }
    if (!this.#isClosed) this.#open();
  }

  #refused() {
    this.#close();
    document.dispatchEvent(new CustomEvent("lapak:live-refused"));
  }

  #close() {
    this.#isClosed = true;
    this.#source?.close();
    this.#closeOlder();
    clearTimeout(this.#offlineTimer);
    clearInterval(this.#pollTimer);
    clearInterval(this.#renewTimer);
    this.#onClose();
  }
}

/** The token every post carries, from the cookie. */
export function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
}
