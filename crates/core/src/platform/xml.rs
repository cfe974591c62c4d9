//! XML documents, element by element, from text in chunks of any size.

use super::draft::Draft;
use super::{ElementReader, Tally, Use, Want};
use crate::problem::{At, Fault, MAX_SHOWN, Reason};
use crate::source::MAX_RECORD;
use memchr::{memchr_iter, memrchr};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};

/// How deep elements may lie in each other; recordings have four levels.
const MAX_DEPTH: usize = 100;

/// An element, with everything in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    /// Its name.
    pub(crate) name: String,
    /// The line that it starts on, from 1.
    pub(crate) line: u64,
    attributes: Vec<(String, String)>,
    fields: Vec<(String, String)>,
}

impl Element {
    /// An attribute's value; empty where there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The text of the first child of this name, without space around it; `a/b` is a child's child, `a@b` a
    /// child's attribute. Empty where there is none.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// All children and their attributes, in order.
    #[cfg_attr(not(test), expect(dead_code, reason = "for adapters to come"))]
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// As a rejected record shows it.
    fn shown(&self) -> String {
        let mut shown = format!("<{}", self.name);
        for (name, value) in &self.attributes {
            shown.push_str(&format!(" {name}=\"{value}\""));
        }
        shown.push('>');
        for (name, value) in &self.fields {
            shown.push_str(&format!(" {name}: {value}"));
        }
        shown.truncate(shown.floor_char_boundary(MAX_SHOWN));
        shown
    }
}

/// A document on its way from text to elements.
#[derive(Debug)]
pub(crate) struct Markup {
    /// Text that is not read yet: its last markup is not all there.
    tail: Vec<u8>,
    /// The line that the tail starts on.
    line: u64,
    /// How many elements are open.
    depth: usize,
    /// Above which depth everything is passed over.
    skipping: Option<usize>,
    /// The element that is wanted whole, and how much text was kept of it.
    whole: Option<(Element, usize)>,
    /// The open elements inside it.
    path: Vec<String>,
    text: String,
    replaced: u64,
    /// Whether nothing more is read, because the rest makes no sense.
    ended: bool,
}

impl Default for Markup {
    fn default() -> Self {
        Self {
            tail: Vec::new(),
            line: 1,
            depth: 0,
            skipping: None,
            whole: None,
            path: Vec::new(),
            text: String::new(),
            replaced: 0,
            ended: false,
        }
    }
}

/// Whom elements are handed to.
struct To<'a> {
    reader: &'a mut dyn ElementReader,
    draft: &'a mut Draft,
    tally: &'a mut Tally,
}

impl Markup {
    /// Takes the document's next text.
    pub(crate) fn feed(
        &mut self,
        text: &[u8],
        reader: &mut dyn ElementReader,
        draft: &mut Draft,
        tally: &mut Tally,
    ) {
        if self.ended {
            return;
        }
        let closes = memrchr(b'>', text).map(|end| self.tail.len() + end + 1);
        self.tail.extend_from_slice(text);
        let mut to = To { reader, draft, tally };
        if let Some(end) = closes {
            self.read(end, false, &mut to);
        }
        if self.tail.len() > MAX_RECORD {
            self.give_up(Reason::TooLong, &mut to);
        }
    }

    /// Ends the document. One that was cut off is told as a rejected record where that is.
    pub(crate) fn finish(&mut self, reader: &mut dyn ElementReader, draft: &mut Draft, tally: &mut Tally) {
        if self.ended {
            return;
        }
        let mut to = To { reader, draft, tally };
        self.read(self.tail.len(), true, &mut to);
        if !self.ended && self.depth > 0 {
            self.give_up(Reason::PartUnknown, &mut to);
        }
    }

    /// How many pieces of text were no text.
    pub(crate) fn replaced(&self) -> u64 {
        self.replaced
    }

    /// Tells that the rest of the document cannot be read.
    fn give_up(&mut self, reason: Reason, to: &mut To<'_>) {
        let fault = Fault { reason, field: None, at: At::Record, value: String::new() };
        let (line, shown) = match self.whole.take() {
            Some((element, _)) => (element.line, element.shown()),
            None => {
                let start = &self.tail[..self.tail.len().min(MAX_SHOWN)];
                (self.line, String::from_utf8_lossy(start).into_owned())
            }
        };
        to.tally.reject(line, 0, &fault, &shown);
        self.ended = true;
        self.tail = Vec::new();
    }

    /// Reads the tail's first `end` bytes, of which markup at the end may not be all there unless the
    /// document ends here.
    fn read(&mut self, mut end: usize, last: bool, to: &mut To<'_>) {
        if std::str::from_utf8(&self.tail[..end]).is_err() {
            let fixed = String::from_utf8_lossy(&self.tail[..end]).into_owned();
            self.tail.splice(..end, fixed.bytes());
            end = fixed.len();
            self.replaced += 1;
        }
        let tail = std::mem::take(&mut self.tail);
        let text = std::str::from_utf8(&tail[..end]).unwrap_or_default();
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        let mut broken = false;
        let mut done = 0;
        loop {
            let event = reader.read_event();
            let at = place(reader.buffer_position()).min(end);
            match event {
                Ok(Event::Eof) => {
                    done = end;
                    break;
                }
                // More of it may come.
                Ok(Event::Text(_) | Event::GeneralRef(_)) if at == end && !last => break,
                Ok(event) => {
                    self.event(&event, self.line, to);
                    self.line += memchr_iter(b'\n', &tail[done..at]).count() as u64;
                    done = at;
                }
                Err(Error::Syntax(_)) if !last => break,
                Err(_) => {
                    broken = true;
                    break;
                }
            }
            if self.ended {
                return;
            }
        }
        self.tail = tail;
        self.tail.drain(..done);
        if broken {
            self.give_up(Reason::PartUnknown, to);
        }
    }

    fn event(&mut self, event: &Event<'_>, line: u64, to: &mut To<'_>) {
        match event {
            Event::Start(start) => self.start(start, line, to),
            Event::End(_) => self.end(to),
            Event::Text(text) => self.keep(&text.xml10_content(), to),
            Event::CData(text) => self.keep(&text.xml10_content(), to),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(character)) => self.keep(character.encode_utf8(&mut [0; 4]), to),
                _ => match quick_xml::escape::resolve_predefined_entity(name) {
                    Some(text) => self.keep(text, to),
                    None => self.keep(&format!("&{};", &**name), to),
                },
            },
            // Behind so much else that it was not told by the file's beginning.
            Event::DocType(_) => self.give_up(Reason::PartUnknown, to),
            _ => {}
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, line: u64, to: &mut To<'_>) {
        self.depth += 1;
        if self.skipping.is_some() {
            return;
        }
        if self.depth > MAX_DEPTH {
            return self.give_up(Reason::PartUnknown, to);
        }
        let name = start.name().into_inner().to_owned();
        let mut attributes = start.attributes();
        let attributes = attributes.with_checks(false).flatten().map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.unwrap_or_else(|_| attribute.value.clone());
            (attribute.key.into_inner().to_owned(), value.into_owned())
        });
        if let Some((element, kept)) = &mut self.whole {
            self.path.push(name);
            let path = self.path.join("/");
            for (name, value) in attributes {
                *kept += value.len();
                element.fields.push((format!("{path}@{name}"), value));
            }
            self.text.clear();
            return;
        }
        let element = Element { name, line, attributes: attributes.collect(), fields: Vec::new() };
        match to.reader.open(&element, to.draft) {
            Want::Enter => {}
            Want::Whole => self.whole = Some((element, 0)),
            Want::Skip => self.skipping = Some(self.depth),
        }
    }

    fn end(&mut self, to: &mut To<'_>) {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        if let Some(from) = self.skipping {
            if depth <= from {
                self.skipping = None;
            }
            return;
        }
        let Some((element, _)) = &mut self.whole else { return };
        if !self.path.is_empty() {
            let text = self.text.trim();
            element.fields.push((self.path.join("/"), text.to_owned()));
            self.text.clear();
            self.path.pop();
            return;
        }
        if let Some((element, _)) = self.whole.take() {
            match to.reader.element(&element, to.draft) {
                Ok(Use::Record) => to.tally.used(),
                Ok(Use::Structure) => {}
                Err(fault) => to.tally.reject(element.line, 0, &fault, &element.shown()),
            }
        }
    }

    fn keep(&mut self, text: &str, to: &mut To<'_>) {
        let Some((_, kept)) = &mut self.whole else { return };
        if self.skipping.is_some() || self.path.is_empty() {
            return;
        }
        *kept += text.len();
        if *kept > MAX_RECORD {
            return self.give_up(Reason::TooLong, to);
        }
        self.text.push_str(text);
    }
}

fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::RejectedRecords;

    /// Writes down what it is told.
    #[derive(Debug, Default)]
    struct Listener(String);

    impl ElementReader for Listener {
        fn open(&mut self, element: &Element, _: &mut Draft) -> Want {
            self.0.push_str(&format!("{}:{} {};", element.line, element.name, element.attribute("id")));
            match &*element.name {
                "event" if element.attribute("id") == "skip" => Want::Skip,
                "event" => Want::Whole,
                _ => Want::Enter,
            }
        }

        fn element(&mut self, element: &Element, _: &mut Draft) -> Result<Use, Fault> {
            let fields: Vec<_> = element.fields().map(|(name, value)| format!("{name}={value}")).collect();
            self.0.push_str(&format!("[{}]", fields.join(",")));
            let reason = Reason::PartUnknown;
            let fault = Fault { reason, field: None, at: At::Record, value: String::new() };
            if element.field("name") == "bad" { Err(fault) } else { Ok(Use::Record) }
        }
    }

    fn read(text: &[u8], chunk: usize) -> (String, u64, RejectedRecords, u64) {
        let (mut listener, mut draft, mut tally) = (Listener::default(), Draft::default(), Tally::default());
        let mut markup = Markup::default();
        for part in text.chunks(chunk) {
            markup.feed(part, &mut listener, &mut draft, &mut tally);
        }
        markup.finish(&mut listener, &mut draft, &mut tally);
        (listener.0, tally.used, tally.rejected, markup.replaced())
    }

    #[test]
    fn elements_are_the_same_whatever_the_chunks_are() {
        let text = "<?xml version=\"1.0\"?>\n<!-- <event id=\"no\"> -->\n<recording id=\"r&amp;s\">\n<event id=\"1\">\n <name>Zo\u{EB} &lt;a&gt; &#65; > b</name><in><x y=\"z\"/>t</in>\n <say><![CDATA[<b>&]]> c</say></event>\n<event id=\"skip\"><event id=\"in\"><name>no</name></event></event><event id=\"2\"><name>bad</name></event>\n<event id=\"3\"/></recording>";
        let expected = "3:recording r&s;4:event 1;[name=Zo\u{EB} <a> A > b,in/x@y=z,in/x=,in=t,say=<b>& c]7:event skip;7:event 2;[name=bad]8:event 3;[]";
        for chunk in [1, 2, 7, 64, usize::MAX] {
            let (told, used, rejected, replaced) = read(text.as_bytes(), chunk);
            assert_eq!(told, expected, "in chunks of {chunk}");
            assert_eq!((used, rejected.count(), replaced), (2, 1, 0));
            assert_eq!(rejected.get(0).record, "<event id=\"2\"> name: bad");
        }
    }

    #[test]
    fn what_was_cut_off_is_told() {
        for (text, used) in [
            ("<r>\n<event><name>a</name></event>\n<event><na", 1),
            ("<r>\n<event><name>a</name></event>\n<event><name>b</name>", 1),
            ("<r>\n<event><name>a</name></event>\n<![CDATA[ x", 1),
        ] {
            let (_, found, rejected, _) = read(text.as_bytes(), 5);
            assert_eq!((found, rejected.count()), (used, 1), "{text}");
            assert_eq!(rejected.get(0).position.line, 3, "{text}");
        }
    }

    #[test]
    fn broken_text_and_endless_markup_stop_nothing_else() {
        let (told, used, _, replaced) = read(b"<r><event><name>Zo\xEB</name></event></r>", 4);
        assert_eq!((told.as_str(), used, replaced), ("1:r ;1:event ;[name=Zo\u{FFFD}]", 1, 1));
        let mut long = b"<r><event><name>".to_vec();
        long.resize(MAX_RECORD * 2, b'x');
        assert_eq!(read(&long, 1 << 16).2.by_reason(), [(Reason::TooLong, 1)]);
        let deep = "<a>".repeat(MAX_DEPTH + 2);
        assert_eq!(read(deep.as_bytes(), 100).2.count(), 1);
        for text in ["", "</a></a>", "x", "<", ">", "<a b=c d>&e;&</a>"] {
            let _ = read(text.as_bytes(), 1);
        }
    }
}
