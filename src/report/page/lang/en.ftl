# Words of pages in English. All three languages have the same keys.

## The page
skip = Skip to the content
contents = Contents
warning = Note:
made-by = Made by bordergate { $version }. The page needs no network and asks nobody for anything.
range = { $low }–{ $high }
range-signed = { $low } to { $high }
comma = {", "}
infinite = any number
after-the-period = after the period
way = { $gate }, { $direction }
over = over { $n }
lonely-note = A single period was simulated. It says nothing of chance: there are no intervals and no percentiles.
first-three = Drawn are the first three scenarios.
coarse-note = The line is read only every { $hours } hours; between two readings it may be longer.
moment = { $date } { $time }
way-empty = { $way }, empty
lunar-both = { $vietnam } (in China { $china })
chart-read = Read the chart “{ $chart }” at a point in time
chart-table = The numbers of this chart: { $chart }
all-gates = all gates

## Units
unit-s = { $n } s
unit-min = { $n } min
unit-h = { $n } h
unit-days = { $n } days
unit-percent = { $n } %
unit-t = { $n } t
unit-vehicle = { $n } vehicles
unit-vehicle-h = { $n } vehicle-hours
unit-person = { $n } persons
unit-vnd = { $n } VND
unit-m-vnd = { $n } m VND
unit-bn-vnd = { $n } bn VND
unit-vnd-t = { $n } VND a tonne
unit-m-vnd-t = { $n } m VND a tonne
unit-bn-vnd-t = { $n } bn VND a tonne
unit-day-of-period = { $n } day of the period
vehicles = vehicles
vehicle-hours = vehicle-hours

## Days
weekday-monday = Mon
weekday-tuesday = Tue
weekday-wednesday = Wed
weekday-thursday = Thu
weekday-friday = Fri
weekday-saturday = Sat
weekday-sunday = Sun
day = Day
days = Days
time = Time
lunar-day = Lunar day

## What was run
about-period = { $from } to { $to } ({ $days ->
    [one] 1 day
   *[other] { $days } days
})
about-calendar = calendar { $version }
about-replications = { $n ->
    [one] 1 simulated period
   *[other] { $shown } simulated periods
}
about-warm-up = measured from { $from }
about-drawn = inputs that are not known are drawn
about-paired = the same vehicles in all scenarios
about-independent = other vehicles in each scenario
partial-time = the time allowed was over after { $n } of { $of } periods.
partial-interrupted = interrupted after { $n } of { $of } periods.
failed-replications = { $n } of { $of } periods failed and enter no number below.

## The answer
answer-flow = Of { $came } vehicles that arrive or are already in line at the start, { $crossed } cross on average, { $turned ->
    [0] none turns back
    [one] 1 turns back
   *[other] { $back } turn back
}, { $others ->
    [0] {""}
   *[other] { $elsewhere } cross empty or leave otherwise,{" "}
}and { $stock } are still there when the period ends on { $last }.
answer-line = The line is longest at { $place } on { $when }: { $n ->
    [one] 1 vehicle
   *[other] { $mean } vehicles
} on average.
answer-time = A vehicle spends { $mean } there on average, from arriving to leaving, and one in twenty more than { $p95 }.
answer-persons = { $crossed } persons cross on average.
answer-nothing = Nothing can be said: no period was simulated to its end.
answer-no-quantity = Nothing can be compared: none of the quantities is known of these scenarios.
answer-lonely = By { $quantity }, the change from { $base } to { $alternative } is { $change } in the one period that was simulated: that says nothing of chance.
answer-change = By { $quantity }, { $alternative } is { $verdict } than { $base }: the change is { $change }, and the interval of it { $interval }.
answer-same = By { $quantity }, { $alternative } is { $verdict } as { $base }: the change is { $change }, and the interval of it { $interval }.
answer-unsure = Whether { $alternative } is better or worse than { $base } by { $quantity } cannot be told yet: the interval of the change is { $interval }.
answer-verdicts = {" "}Of what counts: { $told }.
verdict-count = { $n } { $verdict }

## Gates
gates-title = Results, gate by gate
gates-caption = Outcomes by gate
intervals-note = Beside ±: half of the 95 % interval of the mean. Below, in small print: where one such period lies in 95 % of cases.
gate = Gate
crossed = Crossed
turned-back = Turned back
stock-at-the-end = In line at the end
waiting-hours = Waiting vehicle-hours
time-mean = Time in the system, mean
time-p95 = 95th percentile
starting-gone = Starting line gone
persons-caption = Persons (not counted among the vehicles)
direction-export = export
direction-import = import

## Stock over time
stock-title = The line over time
stock-note = Vehicles that have come and not yet crossed. The inner band holds half of all simulated periods, the outer nine tenths. Closed days and days by appointment are shaded.
stock-note-several = Vehicles that have come and not yet crossed: the median of each scenario, and the band that holds nine tenths of its periods. Shaded are the days of the base.
stock-of = Vehicles in line: { $way }
stock-peak = Most on { $when }: { $n ->
    [one] 1 vehicle
   *[other] { $mean } vehicles
} on average; one period in twenty has more than { $p95 }.
stock-peak-lonely = Most on { $when }: { $n ->
    [one] 1 vehicle
   *[other] { $mean } vehicles
}.
stock-peak-of = { $name }: most on { $when }, { $n ->
    [one] 1 vehicle
   *[other] { $mean } vehicles
} on average.
stock-mean = mean
stock-p5 = 5 %
stock-p25 = 25 %
stock-p50 = median
stock-p75 = 75 %
stock-p95 = 95 %
stock-half = half of the periods
stock-most = nine tenths of the periods
shade-closed = closed
shade-appointment = by appointment

## Hours
heat-title = When the line is long: day by hour
heat-note = The mean number of vehicles in line at each hour of the scenario’s clock: darker is longer, and the number says how long.
heat-of = Vehicles in line by day and hour: { $way }
heat-peak = longest on { $when }, { $n ->
    [one] 1 vehicle
   *[other] { $mean } vehicles
} on average.

## Calendar
calendar-title = When the gates are open
calendar-note = Hours are on the scenario’s clock, and below on the partner’s where they differ. Lunar days are Vietnam’s, and China’s beside them where the two calendars differ.
calendar-caption = Calendar of the gates
partner-hours = partner
state = State
own-clock = Own clock
partner-clock = Partner’s clock
state-closed = closed
state-rest-day = rest day
state-appointment = by appointment
state-normal = normal
state-extended = extended
state-barred = goods barred
state-wrong-direction = other direction only
state-slots = { $state }, { $n ->
    [one] 1 place
   *[other] { $slots } places
}

## Time by cause
causes-title = What the time is spent on
causes-note = Every hour of every vehicle has one cause. All vehicles inside count, also those that do not get through.
causes-over-time = Vehicle-hours by cause, over time
causes-of = Vehicle-hours by cause, over time: { $name }
causes-most = Most time is spent on “{ $cause }”: { $share } of it
causes-then = , then “{ $cause }” with { $share }
causes-peak = . The most is spent on { $when }: { $hours } vehicle-hours.
causes-others = other causes
classes-caption = Time by cause, for each class of goods
classes-of = Time by cause, for each class of goods: { $name }
class = Class
cause-processing = being processed
cause-travelling = under way
cause-before-start = before the start
cause-closed-holiday = closed (holiday, rest day or notice)
cause-closed-night = outside opening hours
cause-wrong-direction = other direction’s turn
cause-class-barred = goods barred
cause-before-appointment = before the appointment
cause-no-slot = no appointment to be had
cause-quota-used-up = the day’s quota used up
cause-outage = out of order
cause-waiting-partner = waiting for the rest of its batch
cause-waiting-driver = waiting for a driver
cause-waiting-papers = waiting for papers
cause-waiting-result = waiting for a result
cause-waiting-server = waiting for a free desk or lane
cause-waiting-bridge = waiting for the bridge
cause-yard-full = yard ahead full

## Bulletin
bulletin-title = The daily bulletin
bulletin-note = Means in whole vehicles. Each line closes: what stood there and what comes, less what goes, is what stands there at midnight. Movements are rounded so that they add up.
bulletin-of = Bulletin of { $gate }
opening-stock = At the start of the day
closing-stock = At the end of the day
arrived = Arrived
transferred-in = Came from another gate
transferred-out = Went to another gate
empties-crossed = Crossed empty
left-uncrossed = Left otherwise

## Release
release-title = How long release takes
release-note = After the Time Release Study of the World Customs Organization: from arriving to release, for vehicles whose arrival was seen.
release-by-all = Release, by gate and direction
release-by-goods = Release, by goods
release-by-channel = Release, by channel
release-by-agency = Release, by agency involved
release-by-step = Steps on the way to release
release-what = For
release-until = Until
release-vehicles = Vehicles
release-mean = Mean
release-median = Median
release-deviation = Standard deviation
release-p95 = 95th percentile
until-release = release
until-crossing = crossing
until-step = end of the step
no-agency = no agency
channel-green = green channel
channel-yellow = yellow channel
channel-red = red channel
reliability-title = How much time to allow
reliability-note = As the United States Federal Highway Administration measures crossings. Delay is what goes beyond work and travel. The buffer is what one allows beyond the mean to be in time 19 times of 20; the index is its share of the mean.
reliability-caption = Delay and buffer time, by gate and direction
uncongested = Work and travel
delay = Delay
buffer-time = Buffer time
buffer-index = Buffer index

## Colours
colours-title = Colours of the National Single Window
colours-note = The line of all gates together: green below 500 vehicles, yellow to 1,000, orange to 5,000, red above. Each single period has its own colour; shown is the one that most have.
colours-caption = The line of all gates at { $hour }
colours-takeaway = At { $hour } the line is { $days }.
colours-days = { $colour } on { $n ->
    [one] 1 day
   *[other] { $days } days
}
colour = Colour
colour-green = green
colour-yellow = yellow
colour-orange = orange
colour-red = red
one-such-morning = One such day
of-single-periods = Of single periods

## Facts
facts-title = Published figures against the simulation
facts-note = A published figure is one period, so it is held against where one simulated period lies in 95 % of cases.
facts-takeaway = { $inside } of { $all } published figures that test the scenario lie inside.
facts-identities = { $n } more were used as inputs and test nothing.
facts-caption = Published figures beside simulated ones
facts-of = Published figures beside simulated ones: { $name }
published = Published
figure = Figure
simulated-mean = Simulated, mean
one-such-period = One such period
verdict = Verdict
source = Source
fact-inside = inside
fact-identity = inside, but the figure was used as an input
fact-outside = outside
fact-too-low = outside, { $by } too low
fact-too-high = outside, { $by } too high
fact-unknown = unknown
fact-as-stated = , as the scenario states
fact-against = , against what the scenario states

## Assumptions
assumptions-title = What is assumed
assumptions-takeaway = Behind these numbers are { $all } inputs: { $told }.
assumptions-caption = Every input that is not documented or derived, with its reason
basis-count = { $n } { $basis }
basis-documented = documented
basis-derived = derived
basis-assumed = assumed
basis-fitted = fitted
basis-unstated = without a stated basis
input = Input
value = Value
basis = Basis
plausible-range = Plausible range
why = Why

## Comparison
compare-title = { $alternatives } against { $base }
changes-title = What changes
changes-note = In small print: where the change of one such period lies in 95 % of cases.
changes-caption = { $alternative } against { $base }
changed = Changed:
differs-title = What differs
differs-not = { $alternative } and the base mean the same: equal seeds give equal numbers.
differs-count = { $alternative } differs from the base in { $n ->
    [one] 1 value
   *[other] { $values } values
}.
differs-caption = Values that differ: { $alternative }
quantity = Quantity
base = Base
alternative = Alternative
change = Change
interval-of-change = Interval of the change
relative = Relative
primary = primary
level-family = All { $n } intervals hold together with 95 %.
level-primary = The interval of { $quantity } holds with 95 %; the others stand beside it, each with 95 % for itself.
effects-any = Any change matters.
effects = The smallest change that matters: { $effects }.
to-tell = { $n } periods might tell
verdict-better = better
verdict-worse = worse
verdict-more = more
verdict-less = less
verdict-same = the same
verdict-cannot-tell-yet = cannot tell yet
quantity-waiting-vehicle-hours-total = waiting vehicle-hours
quantity-time-in-system-mean = mean time in the system
quantity-time-in-system-p95 = 95th percentile of the time in the system
quantity-time-to-crossing-mean = mean time to the crossing
quantity-stock-max = longest line
quantity-stock-end = line at the end
quantity-vehicles-crossed-total = vehicles crossed
quantity-vehicles-turned-back-total = vehicles turned back
quantity-tonnes-crossed-total = tonnes crossed
quantity-cost-total = cost
quantity-value-lost-total = value lost

## Origin
origin-title = Where these numbers come from
origin-command = This command makes them again:
origin-note = The same version gives the same bytes for any number of threads.
what = What
manifest-of = Manifest of { $name }
manifest-file = Scenario file
manifest-changes = Changes
manifest-version = Made by
manifest-generator = Random numbers
manifest-seed = Seed
manifest-replications = Replications (from 0)
manifest-inputs = Inputs
manifest-scenario = Digest of the scenario
manifest-calendar = Digest of its calendar
manifest-measures = Digest of the results
inputs-stated = as stated
inputs-drawn = those not known are drawn from their ranges
