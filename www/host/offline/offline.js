// The page on which somebody chooses to keep Adsum on their device. It registers sw.js, or takes it away again, and
// says how things stand. It knows of no data.

"use strict";

const TEXTS = {
  en: {
    title: "Adsum without a network",
    about: "Adsum can be kept on this device. It then opens also where there is no network.",
    what: "What is kept is the program: this page, Adsum itself, and its icon. No log and no report is ever kept, and nothing is sent.",
    keep: "Keep Adsum on this device",
    remove: "Do not keep it any more",
    open: "Open Adsum",
    looking: "Looking …",
    none: "Adsum is not kept on this device.",
    keeping: "Fetching it …",
    kept: "Adsum is kept on this device.",
    newer: "A newer version is there. It is used from the next opening on, once every page of Adsum is closed; what is open stays as it is.",
    failed: "It could not be kept. Is there a network, and room on the device? Nothing was changed.",
    unable: "This browser cannot keep it here: it needs service workers, and a page that came by https. “Save this page”, at the end of Adsum, works everywhere.",
    home: "For the home screen: keep it here first, then open Adsum’s address and choose “Add to Home Screen” or “Install” in the browser’s menu.",
  },
  de: {
    title: "Adsum ohne Netz",
    about: "Adsum kann auf diesem Gerät behalten werden. Dann öffnet es sich auch, wo kein Netz ist.",
    what: "Behalten wird das Programm: diese Seite, Adsum selbst und sein Symbol. Protokolle und Berichte werden nie behalten, und nichts wird gesendet.",
    keep: "Adsum auf diesem Gerät behalten",
    remove: "Nicht mehr behalten",
    open: "Adsum öffnen",
    looking: "Wird nachgesehen …",
    none: "Adsum wird auf diesem Gerät nicht behalten.",
    keeping: "Wird geholt …",
    kept: "Adsum wird auf diesem Gerät behalten.",
    newer: "Eine neuere Version ist da. Sie wird ab dem nächsten Öffnen verwendet, sobald alle Seiten von Adsum geschlossen sind; was offen ist, bleibt, wie es ist.",
    failed: "Es konnte nicht behalten werden. Gibt es ein Netz und Platz auf dem Gerät? Nichts wurde verändert.",
    unable: "Dieser Browser kann es hier nicht behalten: Dazu braucht es Service Worker und eine Seite, die mit https kam. „Diese Seite speichern“ am Ende von Adsum geht überall.",
    home: "Für den Home-Bildschirm: erst hier behalten, dann die Adresse von Adsum öffnen und im Menü des Browsers „Zum Home-Bildschirm“ oder „Installieren“ wählen.",
  },
  es: {
    title: "Adsum sin red",
    about: "Adsum se puede conservar en este dispositivo. Entonces se abre también donde no hay red.",
    what: "Lo que se conserva es el programa: esta página, Adsum y su icono. Nunca se conserva ningún historial ni informe, y no se envía nada.",
    keep: "Conservar Adsum en este dispositivo",
    remove: "No conservarlo más",
    open: "Abrir Adsum",
    looking: "Mirando …",
    none: "Adsum no está conservado en este dispositivo.",
    keeping: "Se está obteniendo …",
    kept: "Adsum está conservado en este dispositivo.",
    newer: "Hay una versión más nueva. Se usa a partir de la próxima apertura, cuando todas las páginas de Adsum estén cerradas; lo que está abierto queda como está.",
    failed: "No se pudo conservar. ¿Hay red y espacio en el dispositivo? No se ha cambiado nada.",
    unable: "Este navegador no puede conservarlo aquí: hacen falta service workers y una página que haya llegado por https. «Guardar esta página», al final de Adsum, funciona en todas partes.",
    home: "Para la pantalla de inicio: consérvelo primero aquí; después abra la dirección de Adsum y elija «Añadir a pantalla de inicio» o «Instalar» en el menú del navegador.",
  },
};

const asked = /[#&]lang=(en|de|es)\b/.exec(location.hash)?.[1];
const language = [asked, ...navigator.languages.map((tag) => tag.slice(0, 2))].find((one) => one in TEXTS) ?? "en";
const t = TEXTS[language];
const byId = (id) => document.getElementById(id);
const main = document.querySelector("main");

document.documentElement.lang = language;
document.title = t.title;
for (const id of ["title", "about", "what", "keep", "remove", "open", "home"]) byId(id).textContent = t[id];
byId("newer").textContent = t.newer;
byId("open").href = `./${location.hash}`;

function say(state) {
  main.dataset.state = state;
  byId("state").textContent = t[state];
}

async function look() {
  const registration = await navigator.serviceWorker.getRegistration();
  const kept = Boolean(registration?.active);
  byId("newer").hidden = !(kept && registration.waiting);
  byId("keep").hidden = kept;
  byId("remove").hidden = !kept;
  say(kept ? "kept" : registration?.installing ? "keeping" : "none");
  return registration;
}

/** Looks again whenever a worker that comes is a step further. */
function follow(registration) {
  const each = (worker) => worker?.addEventListener("statechange", () => void look());
  each(registration.installing);
  each(registration.waiting);
  registration.addEventListener("updatefound", () => each(registration.installing));
}

/** Where scripts' addresses have to be vouched for. */
function address(name) {
  const policy = self.trustedTypes?.createPolicy("offline", { createScriptURL: (url) => url });
  return policy ? policy.createScriptURL(name) : name;
}

async function keep() {
  byId("keep").disabled = true;
  say("keeping");
  try {
    const registration = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
    const coming = registration.installing;
    // Where it fails to fetch everything, it becomes redundant.
    await new Promise((done, failed) => {
      const settle = () => {
        if (!coming || coming.state === "activated") done();
        else if (coming.state === "redundant") failed(new Error(coming.state));
      };
      coming?.addEventListener("statechange", settle);
      settle();
    });
    follow(registration);
    await look();
  } catch {
    byId("keep").hidden = false;
    say("failed");
  }
  byId("keep").disabled = false;
}

async function remove() {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.unregister();
  for (const name of await caches.keys()) if (name.startsWith("adsum-")) await caches.delete(name);
  await look();
  byId("keep").focus();
}

const worker = navigator.serviceWorker && address("sw.js");
if (worker) {
  byId("keep").addEventListener("click", () => void keep());
  byId("remove").addEventListener("click", () => void remove());
  say("looking");
  look().then(
    (registration) => {
      if (!registration) return;
      follow(registration);
      // Whether there is a newer one.
      registration.update().catch(() => undefined);
    },
    () => say("unable"),
  );
} else {
  say("unable");
}
