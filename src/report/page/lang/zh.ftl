# Words of pages in Chinese. All three languages have the same keys.

## The page
skip = 跳至正文
contents = 目录
warning = 注意：
made-by = 由 bordergate { $version } 生成。本页无需联网，也不对外发送任何数据。
range = { $low }–{ $high }
range-signed = { $low } 至 { $high }
comma = ，
infinite = 不限
after-the-period = 本期之后
way = { $gate }（{ $direction }）
over = 超过 { $n }
lonely-note = 只模拟了一个时期。它不能说明偶然性：没有区间，也没有百分位数。
first-three = 图中为前三个情景。
coarse-note = 滞留数每 { $hours } 小时才读取一次，两次之间可能更多。
moment = { $date } { $time }
way-empty = { $way }，空车
lunar-both = { $vietnam }（中国：{ $china }）
chart-read = 读取图表“{ $chart }”在某一时刻的数值
chart-table = 图表数据：{ $chart }
all-gates = 全部口岸、通道

## Units
unit-s = { $n } 秒
unit-min = { $n } 分钟
unit-h = { $n } 小时
unit-days = { $n } 天
unit-percent = { $n }%
unit-t = { $n } 吨
unit-vehicle = { $n } 辆
unit-vehicle-h = { $n } 车时
unit-person = { $n } 人
unit-vnd = { $n } 越南盾
unit-m-vnd = { $n } 百万越南盾
unit-bn-vnd = { $n } 十亿越南盾
unit-vnd-t = { $n } 越南盾/吨
unit-m-vnd-t = { $n } 百万越南盾/吨
unit-bn-vnd-t = { $n } 十亿越南盾/吨
unit-day-of-period = 期内日序 { $n }
vehicles = 车辆数（辆）
vehicle-hours = 车时

## Days
weekday-monday = 周一
weekday-tuesday = 周二
weekday-wednesday = 周三
weekday-thursday = 周四
weekday-friday = 周五
weekday-saturday = 周六
weekday-sunday = 周日
day = 日期
days = 日期
time = 时间
lunar-day = 农历

## What was run
about-period = { $from }至{ $to }（{ $days } 天）
about-calendar = 日历版本 { $version }
about-replications = 模拟 { $shown } 次
about-warm-up = 自 { $from } 起计量
about-drawn = 未知输入在合理范围内随机抽取
about-paired = 各情景使用同一批车辆
about-independent = 各情景使用不同批车辆
partial-time = 时限已到，{ $of } 次模拟只完成了 { $n } 次。
partial-interrupted = 运行中断，{ $of } 次模拟只完成了 { $n } 次。
failed-replications = { $of } 次模拟中有 { $n } 次失败，不计入以下数字。

## The answer
answer-flow = 在本期到达或期初已滞留的 { $came } 辆车中，平均 { $crossed } 辆通关，{ $turned ->
    [0] 没有车辆掉头返回
   *[other] { $back } 辆掉头返回
}，{ $others ->
    [0] {""}
   *[other] { $elsewhere } 辆空车通过或以其他方式离开，
}到 { $last } 期末仍有 { $stock } 辆滞留。
answer-line = 滞留最多的是 { $place }：{ $when } 平均 { $mean } 辆。
answer-time = 每辆车从到达到离开平均用时 { $mean }，每 20 辆中有 1 辆超过 { $p95 }。
answer-persons = 平均出入境 { $crossed } 人次。
answer-nothing = 无法得出结论：没有一次模拟运行到期末。
answer-no-quantity = 无可比较：这些情景没有其中任何指标。
answer-lonely = 就{ $quantity }而言，在唯一模拟的时期内，从 { $base } 到 { $alternative } 的变化为 { $change }：这不能说明偶然性。
answer-change = 就{ $quantity }而言，{ $alternative } 比 { $base } { $verdict }：变化量 { $change }，置信区间 { $interval }。
answer-same = 就{ $quantity }而言，{ $alternative } 与 { $base } { $verdict }：变化量 { $change }，置信区间 { $interval }。
answer-unsure = 就{ $quantity }而言，{ $alternative } 比 { $base } 更好还是更差，目前尚不能判断：变化量的置信区间为 { $interval }。
answer-verdicts = 计入的指标中：{ $told }。
verdict-count = { $n } 项{ $verdict }

## Gates
gates-title = 各口岸、通道的结果
gates-caption = 各口岸、通道的结果
intervals-note = ± 之后是均值 95% 置信区间的半宽；下方小字是单个时期在 95% 的情况下所处的范围。
gate = 口岸、通道
crossed = 通关
turned-back = 掉头返回
stock-at-the-end = 期末滞留
waiting-hours = 等待车时
time-mean = 平均停留时间
time-p95 = 第 95 百分位数
starting-gone = 期初滞留清空日
persons-caption = 出入境人员（不计入车辆数）
direction-export = 出口
direction-import = 进口

## Stock over time
stock-title = 滞留车辆随时间的变化
stock-note = 已到达而尚未通关的车辆。内带包含 50% 的模拟，外带包含 90%。底纹为闭关日和预约通关日。
stock-note-several = 已到达而尚未通关的车辆：各情景的中位数，以及包含其 90% 模拟的范围。底纹按基准情景的日历。
stock-of = 滞留车辆：{ $way }
stock-peak = { $when } 最多：平均 { $mean } 辆；每 20 次模拟中有 1 次超过 { $p95 } 辆。
stock-peak-lonely = 最多在 { $when }：{ $mean } 辆。
stock-peak-of = { $name }：{ $when } 最多，平均 { $mean } 辆。
stock-mean = 平均
stock-p5 = 5%
stock-p25 = 25%
stock-p50 = 中位数
stock-p75 = 75%
stock-p95 = 95%
stock-half = 50% 的模拟
stock-most = 90% 的模拟
shade-closed = 闭关
shade-appointment = 预约通关

## Hours
heat-title = 何时滞留最多：按日期和钟点
heat-note = 各钟点滞留车辆的平均数，时间按情景时钟：颜色越深，滞留越多，格内数字为车辆数。
heat-of = 按日期和钟点的滞留车辆：{ $way }
heat-peak = { $when } 最多，平均 { $mean } 辆。

## Calendar
calendar-title = 口岸、通道何时开放
calendar-note = 时间按情景时钟；对方时间若不同，则写在下方。农历以越南历为准，与中国农历不同时并列。
calendar-caption = 口岸、通道日历
partner-hours = 对方时间
state = 状态
own-clock = 本方时间
partner-clock = 对方时间
state-closed = 闭关
state-rest-day = 休息日
state-appointment = 预约通关
state-normal = 正常
state-extended = 延时通关
state-barred = 该类货物暂停通关
state-wrong-direction = 仅放行反方向
state-slots = { $state }，{ $n ->
   *[other] { $slots } 个名额
}

## Time by cause
causes-title = 时间花在哪里
causes-note = 每辆车的每一小时只归入一个原因。所有在场车辆均计入，包括未能通关的。
causes-over-time = 各原因车时随时间的变化
causes-of = 各原因车时随时间的变化：{ $name }
causes-most = 时间主要花在“{ $cause }”：占 { $share }
causes-then = ，其次是“{ $cause }”，占 { $share }
causes-peak = 。高峰在 { $when }：{ $hours } 车时。
causes-others = 其他原因
classes-caption = 各货类的时间构成（按原因）
classes-of = 各货类的时间构成（按原因）：{ $name }
class = 货类
cause-processing = 办理手续
cause-travelling = 行驶途中
cause-before-start = 期初之前
cause-closed-holiday = 放假或临时闭关
cause-closed-night = 非开放时间
cause-wrong-direction = 轮到反方向
cause-class-barred = 该类货物暂停通关
cause-before-appointment = 未到预约时间
cause-no-slot = 没有预约名额
cause-quota-used-up = 当日通关限额用完
cause-outage = 故障停用
cause-waiting-partner = 等待同批车辆
cause-waiting-driver = 等待司机
cause-waiting-papers = 等待单证
cause-waiting-result = 等待结果
cause-waiting-server = 等待空闲窗口或车道
cause-waiting-bridge = 等待过桥
cause-yard-full = 前方场地已满

## Bulletin
bulletin-title = 每日通报
bulletin-note = 平均值，取整到辆。每行都平衡：日初滞留加到达，减去离开，等于日末（午夜）滞留。各项取整时保证相加一致。
bulletin-of = { $gate } 每日通报
opening-stock = 日初滞留
closing-stock = 日末滞留
arrived = 到达
transferred-in = 由其他口岸、通道转来
transferred-out = 转往其他口岸、通道
empties-crossed = 空车出入境
left-uncrossed = 其他离场

## Release
release-title = 货物放行需要多久
release-note = 按世界海关组织（WCO）的放行时间研究（TRS）方法：从到达至放行，只计有到达记录的车辆。
release-by-all = 放行时间，按口岸、通道及方向
release-by-goods = 放行时间，按货类
release-by-channel = 放行时间，按海关分流通道
release-by-agency = 放行时间，按参与部门
release-by-step = 放行之前的各环节
release-what = 对象
release-until = 计至
release-vehicles = 车辆数
release-mean = 平均
release-median = 中位数
release-deviation = 标准差
release-p95 = 第 95 百分位数
until-release = 放行
until-crossing = 通过边境
until-step = 本环节结束
no-agency = 无部门参与
channel-green = 绿色通道
channel-yellow = 黄色通道
channel-red = 红色通道
reliability-title = 应当预留多少时间
reliability-note = 按美国联邦公路管理局（FHWA）衡量口岸通行时间的方法。延误是办理手续和行驶之外的部分。缓冲时间是为了 20 次中有 19 次准时而在平均时间之外预留的部分；指数是它与平均时间之比。
reliability-caption = 延误与缓冲时间，按口岸、通道及方向
uncongested = 办理手续和行驶
delay = 延误
buffer-time = 缓冲时间
buffer-index = 缓冲时间指数

## Colours
colours-title = 越南国家单一窗口的预警颜色
colours-note = 全部口岸、通道合计的滞留车辆：不足 500 辆为绿色，至 1,000 辆为黄色，至 5,000 辆为橙色，超过 5,000 辆为红色。每次模拟各有颜色，此处为出现最多的颜色。
colours-caption = { $hour } 全部口岸、通道的滞留车辆
colours-takeaway = { $hour } 的预警颜色：{ $days }。
colours-days = { $colour } { $n ->
   *[other] { $days } 天
}
colour = 颜色
colour-green = 绿色
colour-yellow = 黄色
colour-orange = 橙色
colour-red = 红色
one-such-morning = 单日的 95% 范围
of-single-periods = 各次模拟的占比

## Facts
facts-title = 公布的数字与模拟结果
facts-note = 公布的数字属于一个时期，因此与单个模拟时期在 95% 的情况下所处的范围相比。
facts-takeaway = 在用于检验的 { $all } 个公布数字中，有 { $inside } 个在范围之内。
facts-identities = 另有 { $n } 个已用作输入，不构成检验。
facts-caption = 公布数字与模拟结果对照
facts-of = 公布数字与模拟结果对照：{ $name }
published = 公布内容
figure = 公布数字
simulated-mean = 模拟平均值
one-such-period = 单个时期的 95% 范围
verdict = 结论
source = 来源
fact-inside = 范围之内
fact-identity = 范围之内，但该数字已用作输入
fact-outside = 范围之外
fact-too-low = 范围之外，偏低 { $by }
fact-too-high = 范围之外，偏高 { $by }
fact-unknown = 未知
fact-as-stated = ，如情景所述
fact-against = ，与情景所述相反

## Assumptions
assumptions-title = 假设
assumptions-takeaway = 这些数字基于 { $all } 项输入：{ $told }。
assumptions-caption = 既无资料依据、也非由资料推算的各项输入及其理由
basis-count = { $n } 项{ $basis }
basis-documented = 有资料依据
basis-derived = 由资料推算
basis-assumed = 假设
basis-fitted = 拟合
basis-unstated = 未说明依据
input = 输入
value = 取值
basis = 依据
plausible-range = 合理范围
why = 理由

## Comparison
compare-title = { $alternatives }与{ $base }的比较
changes-title = 变化
changes-note = 小字：单个时期的变化量在 95% 的情况下所处的范围。
changes-caption = { $alternative } 与 { $base } 的比较
changed = 更改：
differs-title = 不同之处
differs-not = { $alternative } 与基准内容相同：随机种子相同，则数字相同。
differs-count = { $alternative } 与基准有 { $values } 处取值不同。
differs-caption = 不同的取值：{ $alternative }
quantity = 指标
base = 基准
alternative = 备选方案
change = 变化量
interval-of-change = 置信区间
relative = 相对变化
primary = 主要指标
level-family = 全部 { $n } 个置信区间同时成立的置信水平为 95%。
level-primary = { $quantity } 的置信区间的置信水平为 95%；其余供参考，各自的置信水平为 95%。
effects-any = 任何变化都视为有意义。
effects = 有意义的最小变化：{ $effects }。
to-tell = { $n } 次模拟后或可判断
verdict-better = 更好
verdict-worse = 更差
verdict-more = 更多
verdict-less = 更少
verdict-same = 相同
verdict-cannot-tell-yet = 尚不能判断
quantity-waiting-vehicle-hours-total = 等待车时
quantity-time-in-system-mean = 平均停留时间
quantity-time-in-system-p95 = 停留时间的第 95 百分位数
quantity-time-to-crossing-mean = 从到达至通过边境的平均时间
quantity-stock-max = 最大滞留量
quantity-stock-end = 期末滞留
quantity-vehicles-crossed-total = 通关车辆
quantity-vehicles-turned-back-total = 掉头返回车辆
quantity-tonnes-crossed-total = 通关吨数
quantity-cost-total = 费用
quantity-value-lost-total = 货值损失

## Origin
origin-title = 这些数字从何而来
origin-command = 以下命令可重现这些数字：
origin-note = 同一版本无论用多少线程，结果逐字节相同。
what = 项目
manifest-of = { $name } 的运行记录
manifest-file = 情景文件
manifest-changes = 更改
manifest-version = 生成程序
manifest-generator = 随机数生成器
manifest-seed = 随机种子
manifest-replications = 模拟序号（从 0 起）
manifest-inputs = 输入
manifest-scenario = 情景摘要值
manifest-calendar = 日历摘要值
manifest-measures = 结果摘要值
inputs-stated = 取所述值
inputs-drawn = 未知输入在合理范围内随机抽取
