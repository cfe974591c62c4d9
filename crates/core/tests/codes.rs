//! Stable names: scripts, saved settings and the page's texts hold on to them, so each stands here as it is.

use adsum_core::report::choices::Choice;
use adsum_core::report::detail::{Ended, What};
use adsum_core::report::overview::Emptiness;
use adsum_core::report::picture::{Order, Picture};
use adsum_core::report::smart_sessions::Sheet;
use adsum_core::report::view::Facet;
use adsum_core::share::Purpose;

#[test]
fn of_reports() {
    use Choice::{FirstMonth, LastDay, LastMonth, LastSixMonths, LastWeek, WholeLog};
    assert_eq!(
        [WholeLog, LastSixMonths, FirstMonth, LastMonth, LastWeek, LastDay].map(Choice::code),
        ["whole-log", "last-six-months", "first-month", "last-month", "last-week", "last-day"]
    );
    use Emptiness::{NoEvents, NobodyCame, NothingHappened, NothingInRange};
    assert_eq!(
        [NoEvents, NothingInRange, NobodyCame, NothingHappened].map(Emptiness::code),
        ["no-events", "nothing-in-range", "nobody-came", "nothing-happened"]
    );
    assert_eq!([Facet::Session, Facet::Person, Facet::Role].map(Facet::code), ["session", "person", "role"]);
    assert_eq!(Purpose::ALL.map(Purpose::code), ["own", "registrar", "committee", "public"]);
    assert_eq!(
        Sheet::ALL.map(Sheet::file_stem),
        [
            "High Level (detailed view)",
            "User by countries",
            "Usage graph",
            "Usage (detailed view)",
            "User engagement (high level)",
            "User level engagement (bubble)",
            "User level engagement (teleport)",
        ]
    );
}

#[test]
fn of_pictures() {
    let pictures = ["usage", "attendance", "retention", "countries", "rooms", "bubbles", "teleports"];
    assert_eq!(Picture::ALL.map(Picture::code), pictures);
    assert_eq!(pictures.map(Picture::from_code), Picture::ALL.map(Some));
    let orders = ["joined", "left", "name", "present"];
    assert_eq!(Order::ALL.map(Order::code), orders);
    assert_eq!(orders.map(Order::from_code), Order::ALL.map(Some));
    assert_eq!((Picture::from_code("x"), Order::from_code("x")), (None, None));
}

#[test]
fn of_how_figures_came_about() {
    assert_eq!(
        [Ended::Left, Ended::RoomClosed, Ended::LastEvent, Ended::AtOnce].map(Ended::code),
        ["left", "room-closed", "last-event", "at-once"]
    );
    let all = [
        (What::NotConnected, "not-connected"),
        (What::OnlyLeft, "only-left"),
        (What::Overlap, "overlap"),
        (What::NoLeaveRoomClosed, "no-leave-room-closed"),
        (What::NoLeaveLastEvent, "no-leave-last-event"),
        (What::NoLeaveAtOnce, "no-leave-at-once"),
        (What::LeaveWithoutJoin, "leave-without-join"),
        (What::LoggedTwice, "logged-twice"),
        (What::SameSecond, "same-second"),
        (What::ShortGap, "short-gap"),
        (What::Restarted, "restarted"),
        (What::StatedTime, "stated-time"),
        (What::StatedRejoins, "stated-rejoins"),
        (What::RejoinsUnknown, "rejoins-unknown"),
    ];
    for (what, code) in all {
        assert_eq!(what.code(), code);
    }
}
