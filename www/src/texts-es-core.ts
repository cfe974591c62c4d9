// Español para lo que el núcleo dice en inglés, por sus códigos.

import type { Texts } from "./texts";

const edited = "¿Se editó o se cortó el archivo? Descárguelo de nuevo de la plataforma.";
const unpack = "Descomprímalo y añada los archivos que contiene.";
const sheets = "Guarde como CSV las hojas con la asistencia y añádalas.";
const reads =
  "Adsum lee historiales de eventos (una tabla o un objeto JSON por línea, al menos con time, event y session_id o instance_id) y lo que exportan Teams, Zoom, BigBlueButton, Collaborate, Meet, Webex, Jitsi y Adobe Connect";

export const core: Texts["core"] = {
  reasons: {
    "time-missing": ["falta la hora", "Rellene el campo `time`, por ejemplo con 2026-03-02T09:00:05Z."],
    "time-unreadable": [
      "la hora no se puede leer",
      "Escriba las horas como 2026-03-02T09:00:05Z, con desfase como 2026-03-02T10:00:05+01:00, o como 2026-03-02 10:00:05 en la zona horaria del historial.",
    ],
    "event-missing": ["falta el tipo de evento", "Rellene el campo `event`, por ejemplo con joined o left."],
    "event-unknown": [
      "el tipo de evento no se conoce",
      "Use uno de estos: session, room_opened, room_closed, joined, left, join_failed, role_changed, chat, bubble_joined, bubble_left, bubble_locked, bubble_unlocked, teleported.",
    ],
    "session-missing": ["no se nombra ni una sesión ni un encuentro", "Rellene `session_id` o `instance_id`."],
    "attendee-missing": ["no se nombra a nadie", "Rellene uno de los campos `user_id`, `username`, `email` o `display_name`."],
    "bubble-missing": ["falta la burbuja", "Rellene `bubble_id`."],
    "target-missing": ["falta la persona de destino del teletransporte", "Rellene `target_user_id` o `target_name`."],
    "too-many-fields": ["más campos que el encabezado", "Un texto que contiene el separador debe ir entre comillas."],
    "too-few-fields": ["menos campos que el encabezado", "Cada línea necesita tantos campos como el encabezado; ¿se cortó o se editó el archivo?"],
    "quote-never-closes": ["aquí se abren unas comillas que nunca se cierran", 'Cierre las comillas, o escríbalas dobles ("") donde pertenezcan al texto.'],
    "too-long": ["el registro supera 1 MiB", "¿Falta un salto de línea o unas comillas de cierre?"],
    "not-an-object": [
      "la línea no es un objeto JSON",
      'Cada línea debe ser un objeto, como {"time": "2026-03-02T09:00:05Z", "event": "joined"}; ¿se cortó el archivo?',
    ],
    "not-text": ["el campo contiene una lista o un objeto en lugar de un texto", "Escriba el valor como texto o como número."],
    "join-missing": ["la fila no dice cuándo entró la persona", edited],
    "join-unreadable": [
      "la hora no se puede leer",
      "¿Se guardó el archivo con una hoja de cálculo? Descárguelo de nuevo de la plataforma y añádalo tal cual.",
    ],
    "name-missing": ["no se nombra a nadie", edited],
    "leave-before-join": ["la salida es anterior a la entrada", "Corrija la fila, o descargue el archivo de nuevo de la plataforma."],
    "row-unknown": ["la fila no pertenece a ninguna tabla conocida", edited],
    "part-unknown": [
      "esta parte del documento no se puede leer como evento",
      "¿Se cortó el archivo? Descárguelo de nuevo de la plataforma.",
    ],
    "action-unknown": [
      "la acción no es ni una entrada ni una salida",
      "Si significa que alguien llegó o se fue, dígalo donde dice qué significan las columnas.",
    ],
    "duration-unreadable": [
      "la duración no se puede leer",
      "Las duraciones son números, o h:mm:ss; qué cuentan los números se dice donde se dice qué significan las columnas.",
    ],
    "stated-unreadable": [
      "lo que se declara de la persona no es un número",
      "`stated_seconds` y `stated_rejoins` son números enteros; las reentradas que nadie conoce son `unknown`. Deje ambos en blanco donde lo digan las permanencias.",
    ],
  },
  notes: {
    "logged-twice": ["eventos anotados más de una vez", "Cada uno cuenta una vez. ¿Se añadió un archivo dos veces?"],
    "join-without-leave": [
      "entradas sin salida",
      "La persona cuenta como presente hasta que se cerró la sala o, donde eso no está en el historial, hasta el último evento de esta.",
    ],
    "leave-without-join": ["salidas sin entrada", "No abren nada ni suman tiempo. ¿Empieza el historial demasiado tarde?"],
    "clock-skipped": [
      "horas que el reloj se saltó",
      "Entonces se adelantaron los relojes: esa hora no existe en la zona horaria del historial y se movió hacia delante. ¿Es correcta la zona horaria del historial?",
    ],
    "clock-twice": ["horas que el reloj mostró dos veces", "Entonces se atrasaron los relojes: se tomó el primero de los dos momentos."],
    "fact-unreadable": ["fechas de sesiones que no se pueden leer", "Cuentan como desconocidas. Escríbalas como 2026-03-02T09:00:00Z."],
    "ends-before-start": ["horarios que terminan antes de empezar", "La duración en el informe es negativa."],
    "text-replaced": [
      "textos que no son UTF-8",
      "Lo que no se pudo leer aparece como \uFFFD. Guarde el archivo como UTF-8 y añádalo de nuevo.",
    ],
    "column-ignored": ["columnas que no se utilizan", "El historial de eventos no tiene ese campo."],
    "column-repeated": ["columnas que aparecen dos veces", "Se usa la primera."],
    "leave-before-join": ["salidas justo antes de su entrada", "La persona cuenta como presente 0 segundos."],
    "waiting-room": ["tiempos en una sala de espera", "Quien espera aún no está en la sesión: ese tiempo no se cuenta."],
    "stays-unknown": [
      "asistentes de quienes solo se conocen la primera entrada y la última salida",
      "Cuentan como presentes todo el tiempo intermedio; no se sabe cuántas veces volvieron a entrar.",
    ],
    "no-show": ["personas inscritas que no vinieron", "No están en ningún informe: nada dice que intentaran entrar."],
    "event-ignored": ["eventos de tipos que no se utilizan", "No dicen nada de quién estaba, o los informes no lo piden."],
    "encoding-guessed": [
      "codificación reconocida por las letras del texto",
      "El archivo no dice cómo están escritas sus letras. Si los nombres se ven mal, guárdelo como UTF-8 y añádalo de nuevo.",
    ],
    "member-skipped": ["archivos del paquete que se pasaron por alto", "Son los que los sistemas ponen junto a los de las personas, o enlaces."],
    "restart-joined": [
      "reuniones reiniciadas unidas en una",
      "Como usted eligió: cada una es un encuentro, con el identificador de su primera parte; el tiempo entre las partes no cuenta para nadie.",
    ],
    "person-joined": [
      "personas con varias identidades unidas en una",
      "Como usted eligió: todo lo que hicieron esas identidades lo hizo una persona.",
    ],
  },
  unknown: {
    "session-name": "el nombre de la sesión",
    "session-id": "el identificador de la sesión",
    owner: "de quién es la sesión",
    "room-times": "cuándo se abrió y se cerró la sala",
    emails: "direcciones de correo electrónico",
    roles: "las funciones",
    stays: "entradas y salidas intermedias",
    rejoins: "reentradas",
    "earlier-joins": "cuándo entraron quienes ya estaban antes de que empezara la lista",
    waiting: "quién estuvo en una sala de espera",
    seconds: "los segundos de las horas",
    closing: "cuándo se cerró la sala (en su lugar, el último evento)",
    "owner-first-moderator": "de quién es la sesión (en su lugar, quien moderó primero)",
    instants: "las horas exactas (se contaron desde que se creó la reunión)",
    sent: "cuándo fueron algunos eventos (en su lugar, cuándo se enviaron)",
  },
  refusals: {
    empty: () => ["el archivo está vacío", "¿Se descargó por completo? En un iPad, ábralo una vez en «Archivos» y añádalo de nuevo."],
    "no-columns": ([missing]) => [
      `la primera línea no tiene ${missing}`,
      `${reads}; cualquier otra tabla con nombres y horas, en cuanto usted diga qué significan sus columnas.`,
    ],
    "no-events": () => ["ninguna línea es un evento: ninguna tiene una hora o un evento", `${reads}.`],
    "of-no-use": ([what, why, instead]) => [`esto es ${what}: ${why}`, instead ?? ""],
    "document-too-long": ([limit]) => [`el documento supera ${limit} MiB`, "Exporte periodos más cortos y añada los archivos juntos."],
    "document-broken": ([why]) => [`el documento no se puede leer: ${why}`, "¿Se cortó? Descárguelo de nuevo."],
    "not-this": ([platform, needs, seems]) => [
      `no se puede leer como ${platform}, que debe tener ${needs}${seems ? `; se parece a ${seems}` : ""}`,
      "Léalo como lo que se detectó, o diga qué significan sus columnas.",
    ],
    "not-mapped": (missing) => [
      missing.length > 0
        ? `no tiene columnas llamadas ${missing.join(", ")}, que la correspondencia nombra`
        : "nada dice qué significan sus columnas",
      "Diga qué significan sus columnas, o dé la correspondencia que se hizo para estos archivos.",
    ],
    mapping: () => [
      "esto no es un historial, sino una correspondencia, que dice qué significan las columnas de otros archivos",
      "Se usa para archivos con las columnas que nombra.",
    ],
    "mapping-broken": ([why]) => [`esto es una correspondencia, pero ${why}`, "Corríjala, o hágala de nuevo a partir de un archivo al que corresponda."],
    "packed-damaged": () => [
      "está dañado o se cortó",
      "Descárguelo de nuevo. Si se descomprime en otro lugar, añada los archivos que contiene.",
    ],
    "packed-encrypted": () => ["está protegido con una contraseña", "Descomprímalo con su contraseña y añada los archivos que contiene."],
    "packed-method": () => ["está comprimido de un modo que Adsum no lee", unpack],
    "packed-too-large": ([limit]) => [`supera ${limit} MiB`, unpack],
    "packed-too-dense": ([limit]) => [
      `descomprimido ocupa más de ${limit} veces su tamaño`,
      "Ningún historial es así: puede estar hecho para llenar la memoria. Si confía en él, descomprímalo y añada los archivos que contiene.",
    ],
    "packed-too-many": ([files, books]) => [`contiene más archivos u hojas de los que se leen (${files} y ${books})`, unpack],
    "packed-same-name": () => ["dos de los archivos que contiene tienen el mismo nombre", unpack],
    "packed-nested": () => ["es un paquete dentro de otro", unpack],
    "packed-too-many-cells": ([limit]) => [`tiene más de ${limit} celdas`, sheets],
    "packed-too-much-text": ([limit]) => [`sus textos superan ${limit} MiB`, sheets],
  },
  platforms: {
    "native-csv": "historial de eventos (CSV)",
    "native-ndjson": "historial de eventos (NDJSON)",
    "bbb-events": "grabación de BigBlueButton",
    "bbb-dashboard": "panel de aprendizaje de BigBlueButton (JSON)",
    "bbb-dashboard-csv": "panel de aprendizaje de BigBlueButton (CSV)",
    collaborate: "informe de asistencia de Collaborate",
    "teams-list": "lista de asistencia de Microsoft Teams",
    "teams-report": "informe de asistencia de Microsoft Teams",
    "zoom-participants": "participantes de Zoom",
    "zoom-meetings": "reuniones de Zoom con participantes",
    "zoom-webinar": "seminario web de Zoom",
    "zoom-webhooks": "webhooks de Zoom",
    "graph-report": "informe de asistencia de Microsoft Graph",
    "teams-summary": "resumen de reunión de Microsoft Teams",
    "teams-live": "evento en directo de Microsoft Teams",
    webex: "asistentes de Webex",
    "meet-csv": "asistencia de Google Meet",
    "meet-admin": "llamadas de Google Meet (Admin Reports)",
    "meet-rest": "participantes de Google Meet (API)",
    "jitsi-events": "eventos de Jitsi",
    "adobe-connect": "asistencia de Adobe Connect",
    aliases: "archivo de alias de Adsum",
    mapped: "tabla con una correspondencia",
  },
  columns: {
    "Not used": "No utilizados",
    File: "Archivo",
    Line: "Línea",
    Column: "Columna",
    Field: "Campo",
    Value: "Valor",
    Reason: "Motivo",
    Hint: "Indicación",
    Record: "Registro",
    "First in": "Primera entrada",
    "Last out": "Última salida",
    "Time present": "Tiempo presente",
    Stays: "Permanencias",
    Country: "País",
    People: "Personas",
    "Since the beginning": "Desde el comienzo",
    "Still there": "Siguen",
    "Of them": "De",
    From: "Desde",
    "People at most": "Personas, como máximo",
    Joins: "Entradas",
    "First joins": "Primeras entradas",
    Rejoins: "Reentradas",
    Name: "Nombre",
  },
  phrases: {
    // Por qué se reconoció un archivo.
    "somebody says so": "así se indicó",
    "it is a “recording” with a meeting's events": "es un «recording» con los eventos de una reunión",
    "it has participants of “conferenceRecords/…”": "tiene participantes de «conferenceRecords/…»",
    "it has an element “{}”": "tiene un elemento «{}»",
    "it has an event “{}”": "tiene un evento «{}»",
    "it has events “{}”": "tiene eventos «{}»",
    "it has the columns “{}”": "tiene las columnas «{}»",
    "it has “{}”": "tiene «{}»",
    "its columns are “{}”": "sus columnas son «{}»",
    "the mapping says: {}": "la correspondencia dice: {}",
    "keys “{}”, “{}” and “{}”": "las claves «{}», «{}» y «{}»",
    "columns “{}” (TRUE or FALSE), “{}”, “{}” (times), “{}” (a duration)":
      "las columnas «{}» (TRUE o FALSE), «{}», «{}» (horas), «{}» (una duración)",
    "columns “{}”, “{}”, “{}”": "las columnas «{}», «{}», «{}»",
    "columns “{}”, “{}”": "las columnas «{}», «{}»",
    "the minutes of the first row are those between its two times": "los minutos de la primera fila son los que hay entre sus dos horas",
    "{} columns on the meeting stand before them": "{} columnas sobre la reunión van delante de ellas",
    "times are UTC, the month first, as this platform writes them": "las horas son UTC, con el mes primero, como las escribe esta plataforma",
    "dates have the day first: the file was saved by a spreadsheet":
      "las fechas tienen el día primero: el archivo se guardó con una hoja de cálculo",
    "four times stand at their places, and the minutes are those between two of them":
      "cuatro horas están en su sitio, y los minutos son los que hay entre dos de ellas",
    "a section is called “{}”": "una sección se llama «{}»",
    "a column of {} is called “{}”": "una de {} columnas se llama «{}»",
    "the first action is “{}”": "la primera acción es «{}»",
    "“{}” is what everybody did first, and “{}” never": "«{}» es lo que todos hicieron primero, y «{}» nunca",
    "a line with the event “{}” and its “payload”": "una línea con el evento «{}» y su «payload»",
    "1 person": "1 persona",
    "{} people": "{} personas",
    // Por qué se supuso una columna.
    "their e-mail addresses differ": "sus direcciones de correo son distintas",
    "each has an account of its own": "cada una tiene su propia cuenta",
    "they were there at the same time: two devices, or two people?": "estaban a la vez: ¿dos dispositivos o dos personas?",
    "its name has “{}” in it": "su nombre contiene «{}»",
    "times stand in it": "contiene horas",
    "e-mail addresses stand in it": "contiene direcciones de correo electrónico",
    "texts like names stand in it": "contiene textos que parecen nombres",
    // Lo que falta en la primera línea.
    "columns named `time` and `event`": "columnas llamadas `time` y `event`",
    "column named `time`": "ninguna columna llamada `time`",
    "column named `event`": "ninguna columna llamada `event`",
    // Archivos conocidos de los que no se deduce la asistencia.
    "an attendance list of Google Meet": "una lista de asistencia de Google Meet",
    "it has each one's time in the call, but no time at which anybody joined or left":
      "tiene el tiempo de cada persona en la llamada, pero no cuándo entró o salió nadie",
    "Take the attendance report that Meet mails to the host, with the columns Time joined and Time exited.":
      "Tome el informe de asistencia que Meet envía por correo al anfitrión, con las columnas Time joined y Time exited.",
    "a web page": "una página web",
    "it is what a browser shows, not the file that a platform exports": "es lo que muestra un navegador, no el archivo que exporta una plataforma",
    "Sign in on the platform, and download the attendance as CSV, JSON or XML.":
      "Inicie sesión en la plataforma y descargue la asistencia como CSV, JSON o XML.",
    "it is no text, so nothing in it can be read as attendance": "no es texto, así que nada en él se puede leer como asistencia",
    "a workbook of a spreadsheet": "un libro de una hoja de cálculo",
    "Open it, save the sheet with the attendance as CSV, and add that; better still, add the file as the platform gave it.":
      "Ábralo, guarde como CSV la hoja con la asistencia y añádala; mejor aún, añada el archivo tal como lo dio la plataforma.",
    "an archive or a compressed file": "un paquete o un archivo comprimido",
    "Unpack it, and add the files that are in it.": unpack,
    "a document": "un documento",
    "Download the attendance from the platform as CSV, JSON or XML, and add that.":
      "Descargue de la plataforma la asistencia como CSV, JSON o XML y añádala.",
    "a picture, a sound or a film": "una imagen, un sonido o una película",
    "a file of bytes that are no text": "un archivo de bytes que no son texto",
    "If it is a table, save it as CSV in UTF-8, and add that; else download it from the platform again.":
      "Si es una tabla, guárdela como CSV en UTF-8 y añádala; si no, descárguelo de nuevo de la plataforma.",
    "a log of a Moodle course": "un historial de un curso de Moodle",
    "it has what people opened and when, but not when anybody left": "tiene qué se abrió y cuándo, pero no cuándo salió nadie",
    "Export the attendance of the meeting itself, from BigBlueButton, Zoom, Teams or whatever it was held in.":
      "Exporte la asistencia de la propia reunión, desde BigBlueButton, Zoom, Teams o donde se celebró.",
    "a chat saved by Zoom": "un chat guardado por Zoom",
    "it has who wrote what and when, but not when anybody joined or left, nor of which meeting it is":
      "tiene quién escribió qué y cuándo, pero no cuándo entró o salió nadie, ni de qué reunión es",
    "Export the meeting's participants from Zoom's reports.": "Exporte los participantes de la reunión desde los informes de Zoom.",
    "the description of a published BigBlueButton recording": "la descripción de una grabación publicada de BigBlueButton",
    "it counts the participants, but does not name them": "cuenta a los participantes, pero no los nombra",
    "Add the recording's events.xml.": "Añada el events.xml de la grabación.",
    "Zoom's list of unique users": "la lista de usuarios únicos de Zoom",
    "it has each one's minutes, but no time at which anybody joined or left": "tiene los minutos de cada persona, pero no cuándo entró o salió nadie",
    "Export the participants without “Show unique users”, or the meeting list with details.":
      "Exporte los participantes sin «Show unique users», o la lista de reuniones con detalles.",
    "a list of attendance reports of Microsoft Graph": "una lista de informes de asistencia de Microsoft Graph",
    "it says when the meetings were, but not who attended": "dice cuándo fueron las reuniones, pero no quién asistió",
    "Fetch it with $expand=attendanceRecords, or each report by its id.":
      "Obténgala con $expand=attendanceRecords, o cada informe por su identificador.",
    // Lo que debe tener un archivo.
    "a header with `time` and `event`": "un encabezado con `time` y `event`",
    "a JSON object a line, with `time` and `event`": "un objeto JSON por línea, con `time` y `event`",
    "XML with the element `{}`": "XML con el elemento `{}`",
    "a JSON document with `users` who have `intIds`": "un documento JSON con `users` que tienen `intIds`",
    "a table whose second column is TRUE or FALSE and whose tenth and eleventh are times":
      "una tabla cuya segunda columna es TRUE o FALSE y cuyas columnas décima y undécima son horas",
    "a header with the 20 or 16 columns of the attendance report": "un encabezado con las 20 o 16 columnas del informe de asistencia",
    "a header with `Full Name`, `User Action` and `Timestamp`": "un encabezado con `Full Name`, `User Action` y `Timestamp`",
    "sections (1. Summary, 2. Participants, 3. In-Meeting activities), or the table of one of them":
      "secciones (1. Summary, 2. Participants, 3. In-Meeting activities), o la tabla de una de ellas",
    "facts of the meeting, then a table whose last column is `(UPN)`": "datos de la reunión y luego una tabla cuya última columna es `(UPN)`",
    "a header with the columns of a live event, among them `SessionId`": "un encabezado con las columnas de un evento en directo, entre ellas `SessionId`",
    "a header with name, e-mail, join time, leave time and duration": "un encabezado con nombre, correo, hora de entrada, hora de salida y duración",
    "the same on every row as the meeting's topic, id and times, before the name":
      "en cada fila, antes del nombre, el tema, el identificador y las horas de la reunión",
    "the webinar's facts, and tables under headings such as Attendee Details":
      "los datos del seminario web y tablas bajo títulos como Attendee Details",
    "a JSON object a line, with `event` and `payload`": "un objeto JSON por línea, con `event` y `payload`",
    "a JSON document that begins with `adsum` and `aliases`": "un documento JSON que empieza por `adsum` y `aliases`",
    "a JSON document with `attendanceRecords`": "un documento JSON con `attendanceRecords`",
    "a table with the meeting's name and times, join time, leave time and duration":
      "una tabla con el nombre y las horas de la reunión, hora de entrada, hora de salida y duración",
    "a header with name, first joined, last exited and time in call": "un encabezado con nombre, primera entrada, última salida y tiempo en la llamada",
    "a JSON document with `items` whose events are `call_ended`": "un documento JSON con `items` cuyos eventos son `call_ended`",
    "a JSON document with `participants` or `participantSessions`": "un documento JSON con `participants` o `participantSessions`",
    "JSON of events named `muc-room-created`, `muc-occupant-joined` and so on":
      "JSON de eventos llamados `muc-room-created`, `muc-occupant-joined`, etcétera",
    "a mapping that says what its columns mean": "una correspondencia que diga qué significan sus columnas",
    // Lo que está mal en una correspondencia.
    "it is no JSON: {}": "no es JSON: {}",
    "it does not begin with \"adsum\": \"mapping\"": "no empieza con \"adsum\": \"mapping\"",
    "it has version {}, and only version {} is known": "tiene la versión {}, y solo se conoce la versión {}",
    "{} is not known; known are: {}": "{} no se conoce; se conocen: {}",
    "the column {} is named twice": "la columna {} se nombra dos veces",
  },
};
