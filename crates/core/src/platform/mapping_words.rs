//! Words that columns are named by and that actions are told by, in the languages that Adsum has met.
//!
//! Each list is one text with `|` between its words, all in lower case.

use super::mapping::Fact;

/// What is looked for in a column's name, the more special facts first.
pub(super) const NAMES: [(Fact, &str); 17] = [
    (Fact::Email, "email|e-mail|mail|correo|courriel|adres e-mail|почта|メール|邮箱|電子郵件|이메일"),
    (
        Fact::Duration,
        "duration|dauer|durée|duree|duración|duracion|durata|duração|duracao|duur|czas trwania|\
         varaktighet|süre|длительность|продолжительность|時長|时长|時間（分）|所要時間|기간|minutes|minuten|\
         minutos|time in session|total time|attended minutes",
    ),
    (
        Fact::LeaveDate,
        "leave date|end date|exit date|enddatum|date de fin|fecha de salida|fecha fin|data fine|\
         einddatum",
    ),
    (
        Fact::Leave,
        "leave|left|end|exit|out|logout|log out|sign out|check out|checkout|departure|last seen|\
         verlassen|ende|austritt|abmeldung|gegangen|bis|heure de sortie|départ|depart|sortie|fin|\
         salida|hasta|uscita|fine|saída|saida|fim|vertrek|einde|wyjście|wyjscie|koniec|lämnade|\
         slut|çıkış|bitiş|выход|окончание|конец|離開|离开|退出|退室|終了|結束|结束|퇴장|종료",
    ),
    (
        Fact::Join,
        "join|joined|start|enter|entered|entry|in|login|log in|sign in|check in|checkin|arrival|\
         arrived|first seen|beitritt|beginn|eintritt|anmeldung|gekommen|von|heure d'arrivée|\
         arrivée|arrivee|entrée|entree|début|debut|entrada|ingreso|inicio|desde|ingresso|entrata|\
         inizio|início|aankomst|begin|wejście|wejscie|dołączenie|początek|anslöt|giriş|katılma|\
         başlangıç|вход|начало|подключение|加入|進入|进入|入室|参加|開始|开始|입장|참가|시작",
    ),
    (
        Fact::Action,
        "action|event|activity|status|type|aktion|ereignis|aktivität|évènement|événement|acción|\
         accion|evento|azione|ação|acao|actie|akcja|zdarzenie|händelse|eylem|действие|событие|操作|\
         動作|动作|事件|イベント|작업",
    ),
    (
        Fact::SessionId,
        "session id|meeting id|course id|class id|room id|event id|sitzungs-id|kurs-id|\
         id de la réunion|id de reunión|id сессии|会议号|会議id|회의 id",
    ),
    (
        Fact::SessionName,
        "session|meeting|course|class|room|topic|subject|lesson|lecture|webinar|title|sitzung|\
         kurs|raum|thema|fach|vorlesung|veranstaltung|cours|séance|réunion|salle|sujet|curso|\
         clase|reunión|sala|asignatura|corso|lezione|riunione|aula|reunião|les|vak|vergadering|\
         zajęcia|spotkanie|lektion|ders|toplantı|курс|занятие|встреча|课程|課程|会议|會議|授業|コース|수업|회의",
    ),
    (Fact::Instance, "instance|occurrence|termin|occurrence id|sesión|wystąpienie"),
    (
        Fact::FirstName,
        "first name|firstname|given name|forename|vorname|prénom|prenom|voornaam|imię|imie|\
         förnamn|имя|名字",
    ),
    (
        Fact::LastName,
        "last name|lastname|surname|family name|nachname|familienname|nom de famille|apellido|\
         apellidos|cognome|sobrenome|apelido|achternaam|nazwisko|efternamn|soyadı|soyad|фамилия|姓",
    ),
    (
        Fact::UserId,
        "user id|userid|student id|student number|matriculation|matrikelnummer|attendee id|\
         participant id|badge|badge id|card number|ausweis|ausweisnummer|kartennummer|username|\
         user name|login|benutzername|kennung|identifiant|usuario|\
         matrícula|matricola|id|学号|學號|学籍番号|학번",
    ),
    (
        Fact::Name,
        "name|full name|student|attendee|participant|user|person|member|who|teilnehmer|\
         studierende|schüler|nom|nom complet|étudiant|élève|nombre|alumno|asistente|participante|\
         nome|studente|partecipante|aluno|naam|deelnemer|leerling|nazwa|uczestnik|namn|deltagare|\
         ad|ad soyad|adı|katılımcı|фио|участник|студент|姓名|名称|学生|學生|氏名|名前|参加者|이름|참가자|학생",
    ),
    (Fact::Role, "role|rolle|rôle|rol|ruolo|papel|função|rola|roll|роль|角色|役割|역할"),
    (Fact::Country, "country|land|pays|país|pais|paese|kraj|ülke|страна|国家|國家|国|국가"),
    (Fact::Date, "date|day|datum|tag|jour|fecha|día|data|giorno|dia|dag|dzień|tarih|дата|日期|日付|날짜"),
    (
        Fact::Time,
        "time|timestamp|when|zeit|uhrzeit|zeitpunkt|zeitstempel|heure|horodatage|hora|ora|orario|\
         tijd|tijdstip|czas|godzina|tid|zaman|saat|время|时间|時間|時刻|시간",
    ),
];

/// Words for coming, as they stand in tables of actions.
pub(super) const JOINS: &str = "join|joins|joined|enter|enters|entered|entry|arrive|arrived|arrival|in|login|logged in|\
     log in|sign in|sign-in|signed in|check in|check-in|checkin|checked in|clock in|clocked in|start|connected|\
     beigetreten|betreten|eingetreten|eintritt|eingang|ein|kommen|kommt|gekommen|zutritt|anmeldung|\
     a rejoint|rejoint|entrée|entre|entré|est entré|arrivée|arrivé|connexion|\
     se unió|unido|entrada|entra|entró|ingreso|ingresó|llegada|llegó|entrato|ingresso|arrivo|entrou|chegada|\
     toegetreden|aankomst|binnen|dołączył|wejście|wszedł|katıldı|giriş|вошел|вошла|вход|пришел|пришла|\
     加入|进入|進入|签到|簽到|参加|入室|入場|참가|입장|입실";

/// And for going.
pub(super) const LEAVES: &str = "leave|leaves|left|exit|exits|exited|depart|departed|departure|out|logout|logged out|\
     log out|sign out|sign-out|signed out|check out|check-out|checkout|checked out|clock out|clocked out|end|\
     disconnected|verlassen|ausgetreten|austritt|ausgang|aus|gehen|geht|gegangen|abgang|abmeldung|\
     a quitté|quitté|sortie|sort|sorti|est sorti|départ|déconnexion|\
     salió|salida|sale|abandonó|egreso|egresó|uscito|uscita|esce|saiu|saída|partida|\
     vertrokken|vertrek|buiten|opuścił|wyjście|wyszedł|ayrıldı|çıkış|вышел|вышла|выход|ушел|ушла|\
     离开|離開|签退|簽退|退出|退室|退場|퇴장|퇴실";

/// The words of a list.
pub(super) fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split('|')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::first_rows::plain;

    #[test]
    fn words_are_as_names_are_compared() {
        for list in NAMES.map(|(_, list)| list).into_iter().chain([JOINS, LEAVES]) {
            for word in words(list) {
                assert!(!word.is_empty() && plain(word) == word, "{word:?}");
            }
        }
        assert!(words(JOINS).all(|word| !words(LEAVES).any(|other| other == word)));
    }
}
