//! Hostile names: three hundred, and a log of them.

/// What is wrapped around what hurts.
const STARTS: [&str; 10] =
    ["", " ", "\u{A0}", "x;", "x\t", "x\n", "x\r\n", "\u{FEFF}", "\u{200B}", "\u{202E}"];
const HURTS: [&str; 31] = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\u{FF1D}1+1",
    "=HYPERLINK(\"http://x.example\",\"a\")",
    "=cmd|'/c calc'!A1",
    "'=1",
    "%0A=1",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><a/>",
    "&lt;&amp;&#0;&a;",
    "\u{202E}fdp.exe",
    "\u{2066}a\u{2069}\u{2067}b",
    "\u{200D}\u{200C}\u{200B}\u{2060}",
    "a\0b",
    "\u{1}\u{7F}\u{85}\u{FFFE}",
    "\u{D7FF}\u{E000}\u{10FFFF}",
    "_x000A_",
    "\"\"\"",
    "a\"b,c;d|e\tf",
    "a\nb\rc\r\nd",
    "../../etc/passwd",
    "C:\\CON\\aux.txt",
    "a/b:c*d?e[f]g",
    "'History'",
    "Z\u{335}\u{321}a\u{300}\u{300}\u{300}\u{300}lgo",
    "&\"Arial\"&P",
    "{{7*7}}${7*7}#{x}",
    "VERY-LONG",
];

/// The names.
#[must_use]
pub fn names() -> Vec<String> {
    let long = "=".to_owned() + &"long ".repeat(8_000);
    let hurts = HURTS.map(|hurt| if hurt == "VERY-LONG" { long.as_str() } else { hurt });
    STARTS.iter().flat_map(|start| hurts.map(|hurt| format!("{start}{hurt}"))).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A log with each as a session's and a person's, and as that of an event, which none is called.
#[must_use]
pub fn log() -> String {
    let mut text = "time,event,session_id,session_name,user_id,display_name\n".to_owned();
    for (number, name) in names().iter().enumerate() {
        let name = quoted(name);
        for (minute, event) in [("00", "joined"), ("30", "left")] {
            text += &format!("2026-03-02T09:{minute}:00Z,{event},s{number},{name},u{number},{name}\n");
        }
        text += &format!("2026-03-02T09:00:00Z,{name},s{number},x,u{number},x\n");
    }
    text
}
