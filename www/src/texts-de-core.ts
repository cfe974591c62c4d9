// Deutsch für das, was der Kern auf Englisch sagt, nach seinen Kennungen.

import type { Texts } from "./texts";

const edited = "Wurde die Datei bearbeitet oder abgeschnitten? Laden Sie sie noch einmal von der Plattform herunter.";
const unpack = "Entpacken Sie es und fügen Sie die Dateien hinzu, die darin sind.";
const sheets = "Speichern Sie die Blätter mit der Anwesenheit als CSV und fügen Sie diese hinzu.";
const reads =
  "Adsum liest Ereignisprotokolle (eine Tabelle oder ein JSON-Objekt je Zeile, mindestens mit time, event und session_id oder instance_id) und was Teams, Zoom, BigBlueButton, Collaborate, Meet, Webex, Jitsi und Adobe Connect ausgeben";

export const core: Texts["core"] = {
  reasons: {
    "time-missing": ["die Zeit fehlt", "Füllen Sie das Feld `time` aus, zum Beispiel 2026-03-02T09:00:05Z."],
    "time-unreadable": [
      "die Zeit ist nicht lesbar",
      "Schreiben Sie Zeiten als 2026-03-02T09:00:05Z, mit Abweichung als 2026-03-02T10:00:05+01:00 oder in der Zeitzone des Protokolls als 2026-03-02 10:00:05.",
    ],
    "event-missing": ["die Art des Ereignisses fehlt", "Füllen Sie das Feld `event` aus, zum Beispiel mit joined oder left."],
    "event-unknown": [
      "die Art des Ereignisses ist nicht bekannt",
      "Verwenden Sie eine von: session, room_opened, room_closed, joined, left, join_failed, role_changed, chat, bubble_joined, bubble_left, bubble_locked, bubble_unlocked, teleported.",
    ],
    "session-missing": ["weder eine Sitzung noch ein Termin ist genannt", "Füllen Sie `session_id` oder `instance_id` aus."],
    "attendee-missing": ["niemand ist genannt", "Füllen Sie eines der Felder `user_id`, `username`, `email` oder `display_name` aus."],
    "bubble-missing": ["die Bubble fehlt", "Füllen Sie `bubble_id` aus."],
    "target-missing": ["die Person, zu der teleportiert wurde, fehlt", "Füllen Sie `target_user_id` oder `target_name` aus."],
    "too-many-fields": ["mehr Felder als in der Kopfzeile", "Ein Text, der das Trennzeichen enthält, muss in Anführungszeichen stehen."],
    "too-few-fields": [
      "weniger Felder als in der Kopfzeile",
      "Jede Zeile braucht so viele Felder wie die Kopfzeile; wurde die Datei abgeschnitten oder bearbeitet?",
    ],
    "quote-never-closes": [
      "ein Anführungszeichen wird hier geöffnet und nie geschlossen",
      'Schließen Sie das Anführungszeichen oder schreiben Sie es doppelt (""), wo es zum Text gehört.',
    ],
    "too-long": ["der Datensatz ist länger als 1 MiB", "Fehlt ein Zeilenumbruch oder ein schließendes Anführungszeichen?"],
    "not-an-object": [
      "die Zeile ist kein JSON-Objekt",
      'Jede Zeile muss ein Objekt sein, etwa {"time": "2026-03-02T09:00:05Z", "event": "joined"}; wurde die Datei abgeschnitten?',
    ],
    "not-text": ["das Feld enthält eine Liste oder ein Objekt statt eines Textes", "Schreiben Sie den Wert als Text oder als Zahl."],
    "join-missing": ["die Zeile sagt nicht, wann die Person beitrat", edited],
    "join-unreadable": [
      "die Zeit ist nicht lesbar",
      "Wurde die Datei von einer Tabellenkalkulation gespeichert? Laden Sie sie noch einmal von der Plattform herunter und fügen Sie sie unverändert hinzu.",
    ],
    "name-missing": ["niemand ist genannt", edited],
    "leave-before-join": [
      "das Verlassen liegt vor dem Beitritt",
      "Berichtigen Sie die Zeile oder laden Sie die Datei noch einmal von der Plattform herunter.",
    ],
    "row-unknown": ["die Zeile gehört zu keiner bekannten Tabelle", edited],
    "part-unknown": [
      "dieser Teil des Dokuments ist nicht als Ereignis lesbar",
      "Wurde die Datei abgeschnitten? Laden Sie sie noch einmal von der Plattform herunter.",
    ],
    "action-unknown": [
      "die Aktion ist weder ein Beitritt noch ein Verlassen",
      "Wenn sie bedeutet, dass jemand kam oder ging, sagen Sie es dort, wo Sie sagen, was die Spalten bedeuten.",
    ],
    "duration-unreadable": [
      "die Dauer ist nicht lesbar",
      "Dauern sind Zahlen oder h:mm:ss; was die Zahlen zählen, sagen Sie dort, wo Sie sagen, was die Spalten bedeuten.",
    ],
    "stated-unreadable": [
      "was über die Person angegeben ist, ist keine Zahl",
      "`stated_seconds` und `stated_rejoins` sind ganze Zahlen; Wiederbeitritte, die niemand kennt, sind `unknown`. Lassen Sie beide leer, wo Anwesenheiten es sagen.",
    ],
  },
  notes: {
    "logged-twice": ["Ereignisse mehr als einmal protokolliert", "Jedes zählt einmal. Wurde eine Datei zweimal hinzugefügt?"],
    "join-without-leave": [
      "Beitritte ohne Verlassen",
      "Die Person gilt als anwesend, bis der Raum schloss oder, wo das nicht im Protokoll steht, bis zu dessen letztem Ereignis.",
    ],
    "leave-without-join": ["Verlassen ohne Beitritt", "Sie eröffnen nichts und zählen keine Zeit. Beginnt das Protokoll zu spät?"],
    "clock-skipped": [
      "Zeiten, die die Uhr übersprungen hat",
      "Damals wurden die Uhren vorgestellt: Eine solche Zeit gibt es in der Zeitzone des Protokolls nicht; sie wurde nach vorn verschoben. Stimmt die Zeitzone des Protokolls?",
    ],
    "clock-twice": [
      "Zeiten, die die Uhr zweimal zeigte",
      "Damals wurden die Uhren zurückgestellt: Der frühere der beiden Augenblicke wurde genommen.",
    ],
    "fact-unreadable": ["nicht lesbare Daten von Sitzungen", "Sie gelten als unbekannt. Schreiben Sie sie als 2026-03-02T09:00:00Z."],
    "ends-before-start": ["Zeitpläne, die vor ihrem Beginn enden", "Die Dauer im Bericht ist negativ."],
    "text-replaced": [
      "Texte, die kein UTF-8 sind",
      "Was nicht gelesen werden konnte, erscheint als \uFFFD. Speichern Sie die Datei als UTF-8 und fügen Sie sie noch einmal hinzu.",
    ],
    "column-ignored": ["Spalten, die nicht verwendet werden", "Das Ereignisprotokoll kennt kein solches Feld."],
    "column-repeated": ["Spalten, die zweimal vorkommen", "Die erste wird verwendet."],
    "leave-before-join": ["Verlassen knapp vor dem Beitritt", "Die Person gilt als 0 Sekunden anwesend."],
    "waiting-room": ["Zeiten in einem Warteraum", "Wer wartet, ist noch nicht in der Sitzung: Die Zeit wird nicht gezählt."],
    "stays-unknown": [
      "Teilnehmende, von denen nur der erste Beitritt und das letzte Verlassen bekannt sind",
      "Sie gelten die ganze Zeit dazwischen als anwesend; wie oft sie wieder beitraten, ist nicht bekannt.",
    ],
    "no-show": ["Angemeldete, die nicht kamen", "Sie stehen in keinem Bericht: Nichts besagt, dass sie beizutreten versuchten."],
    "event-ignored": [
      "Ereignisse von Arten, die nicht verwendet werden",
      "Sie sagen nichts darüber, wer da war, oder die Berichte fragen nicht danach.",
    ],
    "encoding-guessed": [
      "Zeichencodierung an den Buchstaben des Textes erkannt",
      "Die Datei sagt nicht, wie ihre Buchstaben geschrieben sind. Wenn Namen falsch aussehen, speichern Sie sie als UTF-8 und fügen Sie sie noch einmal hinzu.",
    ],
    "member-skipped": [
      "übergangene Dateien des Archivs",
      "Es sind Dateien, die Systeme neben die der Menschen legen, oder Verknüpfungen.",
    ],
    "restart-joined": [
      "neu gestartete Treffen zu einem gemacht",
      "Wie Sie gewählt haben: Jedes ist ein Termin, mit der Kennung seines ersten Teils; die Zeit zwischen den Teilen zählt für niemanden.",
    ],
    "person-joined": [
      "Personen mit mehreren Kennungen zu einer gemacht",
      "Wie Sie gewählt haben: Alles, was unter diesen Kennungen getan wurde, tat eine Person.",
    ],
  },
  unknown: {
    "session-name": "der Name der Sitzung",
    "session-id": "die Kennung der Sitzung",
    owner: "wem die Sitzung gehört",
    "room-times": "wann der Raum öffnete und schloss",
    emails: "E-Mail-Adressen",
    roles: "Rollen",
    stays: "Beitritte und Verlassen dazwischen",
    rejoins: "Wiederbeitritte",
    "earlier-joins": "wann diejenigen beitraten, die schon vor dem Beginn der Liste da waren",
    waiting: "wer in einem Warteraum war",
    seconds: "die Sekunden der Zeiten",
    closing: "wann der Raum schloss (dafür steht das letzte Ereignis)",
    "owner-first-moderator": "wem die Sitzung gehört (dafür steht, wer zuerst moderierte)",
    instants: "die genauen Zeiten (sie wurden ab dem Anlegen des Treffens gezählt)",
    sent: "wann manche Ereignisse waren (dafür steht, wann sie gesendet wurden)",
  },
  refusals: {
    empty: () => ["die Datei ist leer", "Wurde sie vollständig heruntergeladen? Auf einem iPad öffnen Sie sie einmal in „Dateien“ und fügen sie dann noch einmal hinzu."],
    "no-columns": ([missing]) => [
      `die erste Zeile hat keine ${missing}`,
      `${reads}; jede andere Tabelle mit Namen und Zeiten, sobald Sie sagen, was ihre Spalten bedeuten.`,
    ],
    "no-events": () => ["keine Zeile ist ein Ereignis: keine hat eine Zeit oder ein Ereignis", `${reads}.`],
    "of-no-use": ([what, why, instead]) => [`das ist ${what}: ${why}`, instead ?? ""],
    "document-too-long": ([limit]) => [`das Dokument ist länger als ${limit} MiB`, "Geben Sie kürzere Zeiträume aus und fügen Sie die Dateien zusammen hinzu."],
    "document-type": () => ["ihr XML erklärt einen Dokumenttyp (DOCTYPE), was keine Plattform tut", "Vielleicht soll sie Schaden anrichten. Laden Sie sie noch einmal von der Plattform herunter; eine Arbeitsmappe speichern Sie als CSV."],
    "document-broken": ([why]) => [`das Dokument ist nicht lesbar: ${why}`, "Wurde es abgeschnitten? Laden Sie es noch einmal herunter."],
    "not-this": ([platform, needs, seems]) => [
      `sie ist nicht lesbar als ${platform}, denn dazu gehört: ${needs}${seems ? `; sie sieht aus wie ${seems}` : ""}`,
      "Lesen Sie sie als das, als was sie erkannt wurde, oder sagen Sie, was ihre Spalten bedeuten.",
    ],
    "not-mapped": (missing) => [
      missing.length > 0
        ? `sie hat keine Spalten namens ${missing.join(", ")}, die die Zuordnung nennt`
        : "nichts sagt, was ihre Spalten bedeuten",
      "Sagen Sie, was ihre Spalten bedeuten, oder geben Sie die Zuordnung, die für solche Dateien gemacht wurde.",
    ],
    mapping: () => [
      "das ist kein Protokoll, sondern eine Zuordnung, die sagt, was die Spalten anderer Dateien bedeuten",
      "Sie gilt für Dateien mit den Spalten, die sie nennt.",
    ],
    "mapping-broken": ([why]) => [`das ist eine Zuordnung, aber ${why}`, "Berichtigen Sie sie oder erstellen Sie sie neu aus einer Datei, für die sie gedacht ist."],
    "packed-damaged": () => [
      "es ist beschädigt oder wurde abgeschnitten",
      "Laden Sie es noch einmal herunter. Wenn es sich anderswo entpacken lässt, fügen Sie die Dateien hinzu, die darin sind.",
    ],
    "packed-encrypted": () => ["es ist durch ein Passwort geschützt", "Entpacken Sie es mit seinem Passwort und fügen Sie die Dateien hinzu, die darin sind."],
    "packed-method": () => ["es ist auf eine Weise gepackt, die Adsum nicht liest", unpack],
    "packed-too-large": ([limit]) => [`es ist größer als ${limit} MiB`, unpack],
    "packed-too-dense": ([limit]) => [
      `entpackt ist es mehr als ${limit}-mal so groß`,
      "So ist kein Protokoll: Vielleicht soll es den Speicher füllen. Wenn Sie ihm trauen, entpacken Sie es und fügen Sie die Dateien hinzu, die darin sind.",
    ],
    "packed-too-many": ([files, books]) => [`es enthält mehr Dateien oder Blätter, als gelesen werden (${files} und ${books})`, unpack],
    "packed-same-name": () => ["zwei der Dateien darin haben denselben Namen", unpack],
    "packed-nested": () => ["es ist ein Archiv in einem Archiv", unpack],
    "packed-too-many-cells": ([limit]) => [`es hat mehr als ${limit} Zellen`, sheets],
    "packed-too-much-text": ([limit]) => [`seine Texte sind länger als ${limit} MiB`, sheets],
  },
  platforms: {
    "native-csv": "Ereignisprotokoll (CSV)",
    "native-ndjson": "Ereignisprotokoll (NDJSON)",
    "bbb-events": "BigBlueButton-Aufzeichnung",
    "bbb-dashboard": "BigBlueButton-Lern-Dashboard (JSON)",
    "bbb-dashboard-csv": "BigBlueButton-Lern-Dashboard (CSV)",
    collaborate: "Collaborate-Anwesenheitsbericht",
    "teams-list": "Microsoft-Teams-Anwesenheitsliste",
    "teams-report": "Microsoft-Teams-Anwesenheitsbericht",
    "zoom-participants": "Zoom-Teilnehmende",
    "zoom-meetings": "Zoom-Treffen mit Teilnehmenden",
    "zoom-webinar": "Zoom-Webinar",
    "zoom-webhooks": "Zoom-Webhooks",
    "graph-report": "Microsoft-Graph-Anwesenheitsbericht",
    "teams-summary": "Microsoft-Teams-Besprechungsübersicht",
    "teams-live": "Microsoft-Teams-Liveereignis",
    webex: "Webex-Teilnehmende",
    "meet-csv": "Google-Meet-Anwesenheit",
    "meet-admin": "Google-Meet-Anrufe (Admin Reports)",
    "meet-rest": "Google-Meet-Teilnehmende (API)",
    "jitsi-events": "Jitsi-Ereignisse",
    "adobe-connect": "Adobe-Connect-Anwesenheit",
    aliases: "Adsum-Aliasdatei",
    mapped: "Tabelle mit einer Zuordnung",
  },
  columns: {
    "Not used": "Nicht verwendet",
    File: "Datei",
    Line: "Zeile",
    Column: "Spalte",
    Field: "Feld",
    Value: "Wert",
    Reason: "Grund",
    Hint: "Hinweis",
    Record: "Datensatz",
    "First in": "Zuerst da",
    "Last out": "Zuletzt gegangen",
    "Time present": "Anwesende Zeit",
    Stays: "Aufenthalte",
    Country: "Land",
    People: "Personen",
    "Since the beginning": "Seit dem Beginn",
    "Still there": "Noch da",
    "Of them": "Von",
    From: "Von",
    "People at most": "Personen, höchstens",
    Joins: "Beitritte",
    "First joins": "Erste Beitritte",
    Rejoins: "Erneute Beitritte",
    Name: "Name",
    Room: "Raum",
    "Scheduled from": "Geplant von",
    "Scheduled to": "Geplant bis",
    Capacity: "Plätze",
    "Most at": "Die meisten um",
    "Over capacity": "Mehr, als Platz haben",
    "Schedule used": "Geplante Zeit genutzt",
    Bubbles: "Bubbles",
    "Time in bubbles": "Zeit in Bubbles",
    Alone: "Allein",
    "In twos": "Zu zweit",
    "In threes and fours": "Zu dritt und viert",
    "In larger ones": "In größeren",
    Teleported: "Teleportierte",
    To: "Zu",
    Times: "Mal",
  },
  phrases: {
    // Woran eine Datei erkannt wurde.
    "somebody says so": "so wurde es gesagt",
    "it is a “recording” with a meeting's events": "es ist ein „recording“ mit den Ereignissen eines Treffens",
    "it has participants of “conferenceRecords/…”": "es hat Teilnehmende aus „conferenceRecords/…“",
    "it has an element “{}”": "es hat ein Element „{}“",
    "it has an event “{}”": "es hat ein Ereignis „{}“",
    "it has events “{}”": "es hat Ereignisse „{}“",
    "it has the columns “{}”": "es hat die Spalten „{}“",
    "it has “{}”": "es hat „{}“",
    "its columns are “{}”": "seine Spalten sind „{}“",
    "the mapping says: {}": "die Zuordnung sagt: {}",
    "keys “{}”, “{}” and “{}”": "die Schlüssel „{}“, „{}“ und „{}“",
    "columns “{}” (TRUE or FALSE), “{}”, “{}” (times), “{}” (a duration)":
      "die Spalten „{}“ (TRUE oder FALSE), „{}“, „{}“ (Zeiten), „{}“ (eine Dauer)",
    "columns “{}”, “{}”, “{}”": "die Spalten „{}“, „{}“, „{}“",
    "columns “{}”, “{}”": "die Spalten „{}“, „{}“",
    "the minutes of the first row are those between its two times": "die Minuten der ersten Zeile sind die zwischen ihren beiden Zeiten",
    "{} columns on the meeting stand before them": "{} Spalten über das Treffen stehen davor",
    "times are UTC, the month first, as this platform writes them": "die Zeiten sind UTC, der Monat zuerst, wie diese Plattform sie schreibt",
    "dates have the day first: the file was saved by a spreadsheet":
      "in den Daten steht der Tag zuerst: Die Datei wurde von einer Tabellenkalkulation gespeichert",
    "four times stand at their places, and the minutes are those between two of them":
      "vier Zeiten stehen an ihrer Stelle, und die Minuten sind die zwischen zweien von ihnen",
    "a section is called “{}”": "ein Abschnitt heißt „{}“",
    "a column of {} is called “{}”": "eine von {} Spalten heißt „{}“",
    "the first action is “{}”": "die erste Aktion ist „{}“",
    "“{}” is what everybody did first, and “{}” never": "„{}“ taten alle zuerst, und „{}“ nie",
    "a line with the event “{}” and its “payload”": "eine Zeile mit dem Ereignis „{}“ und seinem „payload“",
    "1 person": "1 Person",
    "{} people": "{} Personen",
    // Warum eine Spalte geraten wurde.
    "their e-mail addresses differ": "ihre E-Mail-Adressen sind verschieden",
    "each has an account of its own": "jede hat ein eigenes Konto",
    "they were there at the same time: two devices, or two people?": "sie waren zur selben Zeit da: zwei Geräte oder zwei Menschen?",
    "its name has “{}” in it": "„{}“ kommt in ihrem Namen vor",
    "times stand in it": "Zeiten stehen darin",
    "e-mail addresses stand in it": "E-Mail-Adressen stehen darin",
    "texts like names stand in it": "Texte wie Namen stehen darin",
    // Was der ersten Zeile fehlt.
    "columns named `time` and `event`": "Spalten namens `time` und `event`",
    "column named `time`": "Spalte namens `time`",
    "column named `event`": "Spalte namens `event`",
    // Bekannte Dateien, aus denen keine Anwesenheit hervorgeht.
    "an attendance list of Google Meet": "eine Anwesenheitsliste von Google Meet",
    "it has each one's time in the call, but no time at which anybody joined or left":
      "sie enthält die Zeit jeder Person im Anruf, aber nicht, wann jemand beitrat oder ging",
    "Take the attendance report that Meet mails to the host, with the columns Time joined and Time exited.":
      "Nehmen Sie den Anwesenheitsbericht, den Meet der veranstaltenden Person per E-Mail schickt, mit den Spalten Time joined und Time exited.",
    "a web page": "eine Webseite",
    "it is what a browser shows, not the file that a platform exports": "sie ist, was ein Browser zeigt, nicht die Datei, die eine Plattform ausgibt",
    "Sign in on the platform, and download the attendance as CSV, JSON or XML.":
      "Melden Sie sich auf der Plattform an und laden Sie die Anwesenheit als CSV, JSON oder XML herunter.",
    "it is no text, so nothing in it can be read as attendance": "sie enthält keinen Text, also ist nichts darin als Anwesenheit lesbar",
    "a workbook of a spreadsheet": "eine Arbeitsmappe einer Tabellenkalkulation",
    "Open it, save the sheet with the attendance as CSV, and add that; better still, add the file as the platform gave it.":
      "Öffnen Sie sie, speichern Sie das Blatt mit der Anwesenheit als CSV und fügen Sie es hinzu; noch besser: Fügen Sie die Datei hinzu, wie sie von der Plattform kam.",
    "an archive or a compressed file": "ein Archiv oder eine komprimierte Datei",
    "Unpack it, and add the files that are in it.": unpack,
    "a document": "ein Textdokument",
    "Download the attendance from the platform as CSV, JSON or XML, and add that.":
      "Laden Sie die Anwesenheit als CSV, JSON oder XML von der Plattform herunter und fügen Sie diese Datei hinzu.",
    "a picture, a sound or a film": "ein Bild, ein Ton oder ein Film",
    "a file of bytes that are no text": "eine Datei aus Bytes, die kein Text sind",
    "If it is a table, save it as CSV in UTF-8, and add that; else download it from the platform again.":
      "Wenn es eine Tabelle ist, speichern Sie sie als CSV in UTF-8 und fügen Sie diese hinzu; sonst laden Sie sie noch einmal von der Plattform herunter.",
    "a log of a Moodle course": "ein Protokoll eines Moodle-Kurses",
    "it has what people opened and when, but not when anybody left": "es enthält, was wann geöffnet wurde, aber nicht, wann jemand ging",
    "Export the attendance of the meeting itself, from BigBlueButton, Zoom, Teams or whatever it was held in.":
      "Geben Sie die Anwesenheit des Treffens selbst aus, aus BigBlueButton, Zoom, Teams oder worin es stattfand.",
    "a chat saved by Zoom": "ein von Zoom gespeicherter Chat",
    "it has who wrote what and when, but not when anybody joined or left, nor of which meeting it is":
      "er enthält, wer wann was schrieb, aber nicht, wann jemand beitrat oder ging, noch zu welchem Treffen er gehört",
    "Export the meeting's participants from Zoom's reports.": "Geben Sie die Teilnehmenden des Treffens aus den Berichten von Zoom aus.",
    "the description of a published BigBlueButton recording": "die Beschreibung einer veröffentlichten BigBlueButton-Aufzeichnung",
    "it counts the participants, but does not name them": "sie zählt die Teilnehmenden, nennt sie aber nicht",
    "Add the recording's events.xml.": "Fügen Sie die events.xml der Aufzeichnung hinzu.",
    "Zoom's list of unique users": "die Liste eindeutiger Personen von Zoom",
    "it has each one's minutes, but no time at which anybody joined or left": "sie enthält die Minuten jeder Person, aber nicht, wann jemand beitrat oder ging",
    "Export the participants without “Show unique users”, or the meeting list with details.":
      "Geben Sie die Teilnehmenden ohne „Show unique users“ aus oder die Liste der Treffen mit Einzelheiten.",
    "a list of attendance reports of Microsoft Graph": "eine Liste von Anwesenheitsberichten von Microsoft Graph",
    "it says when the meetings were, but not who attended": "sie sagt, wann die Treffen waren, aber nicht, wer teilnahm",
    "Fetch it with $expand=attendanceRecords, or each report by its id.":
      "Rufen Sie sie mit $expand=attendanceRecords ab oder jeden Bericht über seine Kennung.",
    // Was eine Datei haben muss.
    "a header with `time` and `event`": "eine Kopfzeile mit `time` und `event`",
    "a JSON object a line, with `time` and `event`": "ein JSON-Objekt je Zeile, mit `time` und `event`",
    "XML with the element `{}`": "XML mit dem Element `{}`",
    "a JSON document with `users` who have `intIds`": "ein JSON-Dokument mit `users`, die `intIds` haben",
    "a table whose second column is TRUE or FALSE and whose tenth and eleventh are times":
      "eine Tabelle, deren zweite Spalte TRUE oder FALSE enthält und deren zehnte und elfte Zeiten sind",
    "a header with the 20 or 16 columns of the attendance report": "eine Kopfzeile mit den 20 oder 16 Spalten des Anwesenheitsberichts",
    "a header with `Full Name`, `User Action` and `Timestamp`": "eine Kopfzeile mit `Full Name`, `User Action` und `Timestamp`",
    "sections (1. Summary, 2. Participants, 3. In-Meeting activities), or the table of one of them":
      "Abschnitte (1. Summary, 2. Participants, 3. In-Meeting activities) oder die Tabelle eines von ihnen",
    "facts of the meeting, then a table whose last column is `(UPN)`": "Angaben zum Treffen, dann eine Tabelle, deren letzte Spalte `(UPN)` ist",
    "a header with the columns of a live event, among them `SessionId`": "eine Kopfzeile mit den Spalten eines Liveereignisses, darunter `SessionId`",
    "a header with name, e-mail, join time, leave time and duration": "eine Kopfzeile mit Name, E-Mail, Zeit des Beitritts, Zeit des Verlassens und Dauer",
    "the same on every row as the meeting's topic, id and times, before the name":
      "Thema, Kennung und Zeiten des Treffens in jeder Zeile gleich, vor dem Namen",
    "the webinar's facts, and tables under headings such as Attendee Details":
      "die Angaben zum Webinar und Tabellen unter Überschriften wie Attendee Details",
    "a JSON object a line, with `event` and `payload`": "ein JSON-Objekt je Zeile, mit `event` und `payload`",
    "a JSON document that begins with `adsum` and `aliases`": "ein JSON-Dokument, das mit `adsum` und `aliases` beginnt",
    "a JSON document with `attendanceRecords`": "ein JSON-Dokument mit `attendanceRecords`",
    "a table with the meeting's name and times, join time, leave time and duration":
      "eine Tabelle mit Name und Zeiten des Treffens, Zeit des Beitritts, Zeit des Verlassens und Dauer",
    "a header with name, first joined, last exited and time in call": "eine Kopfzeile mit Name, erstem Beitritt, letztem Verlassen und Zeit im Anruf",
    "a JSON document with `items` whose events are `call_ended`": "ein JSON-Dokument mit `items`, deren Ereignisse `call_ended` sind",
    "a JSON document with `participants` or `participantSessions`": "ein JSON-Dokument mit `participants` oder `participantSessions`",
    "JSON of events named `muc-room-created`, `muc-occupant-joined` and so on":
      "JSON aus Ereignissen namens `muc-room-created`, `muc-occupant-joined` und so weiter",
    "a mapping that says what its columns mean": "eine Zuordnung, die sagt, was ihre Spalten bedeuten",
    // Was an einer Zuordnung falsch ist.
    "it is no JSON: {}": "sie ist kein JSON: {}",
    "it does not begin with \"adsum\": \"mapping\"": "sie beginnt nicht mit \"adsum\": \"mapping\"",
    "it has version {}, and only version {} is known": "sie hat die Version {}, und nur die Version {} ist bekannt",
    "{} is not known; known are: {}": "{} ist nicht bekannt; bekannt sind: {}",
    "the column {} is named twice": "die Spalte {} ist zweimal genannt",
  },
};
