//! Why a vehicle spends time: the closed list of causes.
//!
//! Every microsecond between arriving and leaving belongs to exactly one cause. Where several hold at once the first in
//! the order of this list, after the two that are no waiting, is the one that counts.

/// A cause of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Cause {
    /// Being served.
    Processing,
    /// Travelling, or a delay that needs no server.
    Travelling,
    /// Passed before the period began: what happened then was not observed.
    BeforeStart,
    /// Closed for a holiday, a weekly rest day or another notice.
    ClosedHoliday,
    /// Outside the hours of a working day.
    ClosedNight,
    /// Only the other direction, bound or nationality may move at this hour.
    WrongDirection,
    /// The class is barred.
    ClassBarred,
    /// Booked, and the slot has not begun.
    BeforeAppointment,
    /// Only booked vehicles pass, and this one has no slot.
    NoSlot,
    /// Today's quota is used up.
    QuotaUsedUp,
    /// All servers are busy.
    WaitingServer,
    /// The yard ahead is full: blocked.
    YardFull,
}

/// Number of causes.
pub const CAUSES: usize = 12;

impl Cause {
    /// All causes, in order of precedence.
    pub const ALL: [Cause; CAUSES] = [
        Cause::Processing,
        Cause::Travelling,
        Cause::BeforeStart,
        Cause::ClosedHoliday,
        Cause::ClosedNight,
        Cause::WrongDirection,
        Cause::ClassBarred,
        Cause::BeforeAppointment,
        Cause::NoSlot,
        Cause::QuotaUsedUp,
        Cause::WaitingServer,
        Cause::YardFull,
    ];

    /// The word in rows, TOML and docs.
    pub const fn word(self) -> &'static str {
        match self {
            Cause::Processing => "processing",
            Cause::Travelling => "travelling",
            Cause::BeforeStart => "before-start",
            Cause::ClosedHoliday => "closed-holiday",
            Cause::ClosedNight => "closed-night",
            Cause::WrongDirection => "wrong-direction",
            Cause::ClassBarred => "class-barred",
            Cause::BeforeAppointment => "before-appointment",
            Cause::NoSlot => "no-slot",
            Cause::QuotaUsedUp => "quota-used-up",
            Cause::WaitingServer => "waiting-server",
            Cause::YardFull => "yard-full",
        }
    }
}
