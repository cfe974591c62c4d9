//! The attendee's role.

/// A role's rank; the highest held in an occurrence is the one reported (event log, "Facts on several
/// records").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Any other text, kept as it is; also a role that is not known.
    Other,
    /// Participant.
    Participant,
    /// Presenter.
    Presenter,
    /// Moderator.
    Moderator,
}

impl Role {
    /// The rank of a role as the log writes it, in any case.
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        [Self::Moderator, Self::Presenter, Self::Participant]
            .into_iter()
            .find(|role| role.name().is_some_and(|name| text.eq_ignore_ascii_case(name)))
            .unwrap_or(Self::Other)
    }

    /// How reports write it; none where they keep the log's own text.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Other => None,
            Self::Participant => Some("Participant"),
            Self::Presenter => Some("Presenter"),
            Self::Moderator => Some("Moderator"),
        }
    }

    /// A role's text as reports write it.
    pub fn written(text: &str) -> &str {
        Self::of(text).name().unwrap_or(text)
    }
}
