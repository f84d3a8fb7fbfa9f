//! Why a vehicle spends time: the closed list of causes.
//!
//! Every microsecond between arriving and leaving belongs to exactly one cause. Where several hold at once the first in
//! the order of this list, after the two that are no waiting, is the one that counts.

use super::op::Op;
use super::serving::Serving;
use super::types::{Passing, Plan, Shift};

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
    /// The station, gate, bridge or pool is out of order.
    Outage,
    /// The others of a batch are not there.
    WaitingPartner,
    /// No driver is free.
    WaitingDriver,
    /// The papers are not ready.
    WaitingPapers,
    /// A result is not there yet.
    WaitingResult,
    /// All servers are busy.
    WaitingServer,
    /// Others are on the bridge.
    WaitingBridge,
    /// The yard ahead is full: blocked.
    YardFull,
}

/// Number of causes.
pub const CAUSES: usize = 18;

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
        Cause::Outage,
        Cause::WaitingPartner,
        Cause::WaitingDriver,
        Cause::WaitingPapers,
        Cause::WaitingResult,
        Cause::WaitingServer,
        Cause::WaitingBridge,
        Cause::YardFull,
    ];

    /// Whether time of this cause is delay: all but being served, travelling, and what was not observed.
    pub const fn is_delay(self) -> bool {
        !matches!(
            self,
            Cause::Processing | Cause::Travelling | Cause::BeforeStart
        )
    }

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
            Cause::Outage => "outage",
            Cause::WaitingPartner => "waiting-partner",
            Cause::WaitingDriver => "waiting-driver",
            Cause::WaitingPapers => "waiting-papers",
            Cause::WaitingResult => "waiting-result",
            Cause::WaitingServer => "waiting-server",
            Cause::WaitingBridge => "waiting-bridge",
            Cause::YardFull => "yard-full",
        }
    }
}

/// The causes on which some vehicle of this plan may spend time, in order of precedence: the others need not be looked at.
pub(super) fn possible(plan: &Plan) -> Vec<Cause> {
    let mut found = [false; CAUSES];
    let mut add = |cause: Cause| found[cause as usize] = true;
    for op in &plan.ops {
        match op {
            Op::Serve { .. } => {
                add(Cause::Processing);
                add(Cause::WaitingServer);
            }
            Op::ServeSpecial { station, .. } => {
                add(Cause::Processing);
                add(Cause::WaitingServer);
                let serving = plan.stations.get(*station as usize);
                if let Some(Serving::Together(_)) = serving.map(|station| &station.serving) {
                    add(Cause::WaitingPartner);
                }
            }
            Op::Seize { .. } => add(Cause::WaitingDriver),
            Op::Gather { .. } => add(Cause::QuotaUsedUp),
            Op::Travel { cause, .. } => add(*cause),
            Op::Park { .. } => add(Cause::YardFull),
            Op::Bridge { .. } => {
                add(Cause::Travelling);
                add(Cause::WaitingBridge);
                add(Cause::ClassBarred);
            }
            Op::Hold { .. } => {
                add(Cause::NoSlot);
                add(Cause::BeforeAppointment);
                add(Cause::QuotaUsedUp);
            }
            Op::Join { .. } => add(Cause::WaitingPapers),
            Op::Exit
            | Op::LeaveYard { .. }
            | Op::Free { .. }
            | Op::Branch { .. }
            | Op::Release { .. }
            | Op::File { .. }
            | Op::BeginStay { .. }
            | Op::EndStay { .. }
            | Op::Together { .. }
            | Op::Meet { .. }
            | Op::TurnBack => {}
        }
    }
    let stations = plan.stations.iter().map(|station| &station.shifts);
    stations
        .chain(plan.pools.iter().map(|pool| &pool.shifts))
        .chain(plan.residents.iter().map(|residents| &residents.shifts))
        .flat_map(|shifts| Shift::closings(shifts))
        .for_each(&mut add);
    for station in &plan.stations {
        if let Serving::ByGroup(groups) = &station.serving {
            let closed = groups.changes.iter().flat_map(|change| &change.closed);
            closed.flatten().for_each(|&cause| add(cause));
        }
    }
    if !plan.outages.is_empty() {
        add(Cause::Outage);
    }
    let changes = plan.timelines.iter().flat_map(|line| &line.changes);
    for (_, passing) in changes {
        if let Passing::Closed(cause) = passing {
            add(*cause);
        }
    }
    if plan
        .backlogs
        .iter()
        .any(|backlog| backlog.since < plan.start)
    {
        add(Cause::BeforeStart);
    }
    // What has no shift, or no calendar, at the start is shut until its first.
    add(Cause::ClosedNight);
    Cause::ALL
        .into_iter()
        .filter(|&cause| found[cause as usize])
        .collect()
}
