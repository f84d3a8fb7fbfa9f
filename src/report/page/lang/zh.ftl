# Words of pages in Chinese. All three languages have the same keys.

## The page
skip = 跳到正文
contents = 目录
warning = 注意：
made-by = 由 bordergate { $version } 生成。本页无需联网，也不向任何地方发送数据。
range = { $low }–{ $high }
comma = ，
infinite = 不限
after-the-period = 本期之后
way = { $gate }，{ $direction }
way-empty = { $way }，空车
lunar-both = { $vietnam }（中国：{ $china }）
chart-read = 读取图表“{ $chart }”在某一时刻的数值
chart-table = 图表数据：{ $chart }
all-gates = 全部口岸

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
unit-day-of-period = 本期第 { $n } 天
vehicles = 辆
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
about-drawn = 未知的输入从其范围内抽取
about-paired = 各方案使用相同的车辆
about-independent = 各方案使用不同的车辆
partial-time = 允许的时间已到，完成了 { $of } 次模拟中的 { $n } 次。
partial-interrupted = 被中断，完成了 { $of } 次模拟中的 { $n } 次。
failed-replications = { $of } 次模拟中有 { $n } 次失败，不计入以下数字。

## The answer
answer-flow = 在到达或期初已排队的 { $came } 辆车中，平均 { $crossed } 辆通关，{ $turned ->
    [0] 没有车辆返回
   *[other] { $back } 辆返回
}，到 { $last } 期末仍有 { $stock } 辆滞留。
answer-line = 排队最长的是{ $place }，{ $when } 平均 { $mean } 辆。
answer-time = 通过的车辆平均用时 { $mean }，每二十辆中有一辆超过 { $p95 }。
answer-persons = 平均 { $crossed } 人次过境。
answer-nothing = 无法得出结论：没有一次模拟运行到期末。
answer-change = 就{ $quantity }而言，{ $alternative } 比 { $base } { $verdict }：变化 { $change }，其区间为 { $interval }。
answer-same = 就{ $quantity }而言，{ $alternative } 与 { $base } { $verdict }：变化 { $change }，其区间为 { $interval }。
answer-unsure = 就{ $quantity }而言，{ $alternative } 比 { $base } 更好还是更差，目前还不能判断：变化的区间为 { $interval }。
answer-verdicts = 计入的指标中：{ $told }。
verdict-count = { $n } 项{ $verdict }

## Gates
gates-title = 各口岸的结果
gates-caption = 各口岸的结果
intervals-note = ± 之后是均值 95% 置信区间的一半；下方小字是单个同类时期在 95% 的情况下所处的范围。
gate = 口岸
crossed = 通关
turned-back = 返回
stock-at-the-end = 期末滞留
waiting-hours = 等待车时
time-mean = 停留时间，平均
time-p95 = 第 95 百分位
starting-gone = 期初滞留清空
persons-crossed = 过境人次
persons-caption = 旅客（不计入车辆数）
direction-export = 出口
direction-import = 进口

## Stock over time
stock-title = 排队车辆随时间的变化
stock-note = 已到达而尚未过境的车辆。内带包含一半的模拟，外带包含十分之九。闭关日和预约通关日以底纹表示。
stock-note-several = 已到达而尚未过境的车辆：各方案的中位数，以及包含其十分之九模拟的范围。底纹为基准方案的日历。
stock-of = 排队车辆：{ $way }
stock-peak = 最多在 { $when }：平均 { $mean } 辆；每二十个时期中有一个超过 { $p95 } 辆。
stock-peak-of = { $name }：最多在 { $when }，平均 { $mean } 辆。
stock-mean = 平均
stock-p5 = 5%
stock-p25 = 25%
stock-p50 = 中位数
stock-p75 = 75%
stock-p95 = 95%
stock-half = 一半的时期
stock-most = 十分之九的时期
shade-closed = 闭关
shade-appointment = 预约通关

## Hours
heat-title = 何时排队最长：按日期和钟点
heat-note = 按方案的时钟，各钟点排队车辆的平均数：颜色越深越长，数字说明具体多少。
heat-of = 按日期和钟点的排队车辆：{ $way }
heat-peak = 最长在 { $when }，平均 { $mean } 辆。

## Calendar
calendar-title = 口岸何时开放
calendar-note = 时间按方案的时钟；若对方时钟不同，则写在下方。农历按越南历，与中国历不同时并列。
calendar-caption = 口岸日历
partner-hours = 对方
state = 状态
own-clock = 本方时间
partner-clock = 对方时间
state-closed = 闭关
state-rest-day = 休息日
state-appointment = 预约通关
state-normal = 正常
state-extended = 延长
state-barred = 货类禁行
state-wrong-direction = 仅限反方向
state-slots = { $state }，{ $n ->
   *[other] { $slots } 个名额
}

## Time by cause
causes-title = 时间花在哪里
causes-note = 每辆车的每一小时都有且只有一个原因。所有在内的车辆都计入，包括未能通过的。
causes-over-time = 各原因的车时，随时间
causes-of = 各原因的车时，随时间：{ $name }
causes-most = 时间主要花在“{ $cause }”：占 { $share }
causes-then = ，其次是“{ $cause }”，占 { $share }
causes-peak = 。最多的是 { $when }：{ $hours } 车时。
causes-others = 其他原因
classes-caption = 各货类按原因的时间
classes-of = 各货类按原因的时间：{ $name }
class = 货类
cause-processing = 正在办理
cause-travelling = 行驶途中
cause-before-start = 期初之前
cause-closed-holiday = 节假日闭关
cause-closed-night = 夜间闭关
cause-wrong-direction = 轮到反方向
cause-class-barred = 货类禁行
cause-before-appointment = 未到预约时间
cause-no-slot = 没有预约名额
cause-quota-used-up = 当日配额用完
cause-outage = 故障停用
cause-waiting-partner = 等待对接车辆
cause-waiting-driver = 等待司机
cause-waiting-papers = 等待单证
cause-waiting-result = 等待检验结果
cause-waiting-server = 等待空闲窗口或车道
cause-waiting-bridge = 等待过桥
cause-yard-full = 前方货场已满

## Bulletin
bulletin-title = 每日通报
bulletin-note = 平均值，取整到辆。每行都平衡：早晨滞留加到达，减去离开，等于午夜滞留。各项取整时保证相加一致。
bulletin-of = { $gate }通报
opening-stock = 早晨滞留
closing-stock = 午夜滞留
arrived = 到达
transferred-in = 由其他口岸转来
transferred-out = 转往其他口岸
empties-crossed = 空车过境
left-uncrossed = 以其他方式离开

## Release
release-title = 货物放行需要多久
release-note = 按世界海关组织的货物放行时间研究（TRS）方法：从到达至放行，只计到达时刻可见的车辆。
release-by-all = 放行时间，按口岸和方向
release-by-goods = 放行时间，按货类
release-by-channel = 放行时间，按通道
release-by-agency = 放行时间，按参与查验的部门
release-by-step = 放行之前的各环节
release-what = 对象
release-until = 截至
release-vehicles = 车辆
release-mean = 平均
release-median = 中位数
release-deviation = 标准差
release-p95 = 第 95 百分位
until-release = 放行
until-crossing = 过境
until-step = 环节结束
no-agency = 无部门查验
channel-green = 绿色通道
channel-yellow = 黄色通道
channel-red = 红色通道
reliability-title = 应当预留多少时间
reliability-note = 按美国联邦公路管理局（FHWA）衡量过境的方法。延误是办理和行驶之外的部分。缓冲时间是为了 20 次中有 19 次准时而在平均值之外预留的时间；指数是它与平均值之比。
reliability-caption = 延误与缓冲时间，按口岸和方向
uncongested = 办理和行驶
delay = 延误
buffer-time = 缓冲时间
buffer-index = 缓冲指数

## Colours
colours-title = 国家单一窗口的颜色
colours-note = 全部口岸合计的排队：500 辆以下为绿色，1,000 辆以下为黄色，5,000 辆以下为橙色，以上为红色。每次模拟各有颜色，此处为多数的颜色。
colours-caption = { $hour } 全部口岸的排队
colours-takeaway = { $hour } 时的排队：{ $days }。
colours-days = { $colour } { $n ->
   *[other] { $days } 天
}
colour = 颜色
colour-green = 绿色
colour-yellow = 黄色
colour-orange = 橙色
colour-red = 红色
one-such-morning = 单个同类日
of-single-periods = 各次模拟中

## Facts
facts-title = 公布的数字与模拟结果
facts-note = 公布的数字是一个时期的数字，因此与单个模拟时期在 95% 的情况下所处的范围相比。
facts-takeaway = { $all } 个公布数字中有 { $inside } 个在范围之内。
facts-caption = 公布数字与模拟数字
facts-of = 公布数字与模拟数字：{ $name }
published = 公布内容
figure = 数字
simulated-mean = 模拟平均
one-such-period = 单个同类时期
verdict = 结论
source = 来源
fact-inside = 范围之内
fact-identity = 恒等：该数字已用作输入
fact-outside = 范围之外
fact-too-low = 范围之外，低 { $by }
fact-too-high = 范围之外，高 { $by }
fact-unknown = 未知
fact-as-stated = ，如方案所述
fact-against = ，与方案所述相反

## Assumptions
assumptions-title = 有哪些假设
assumptions-takeaway = 这些数字背后有 { $all } 项输入：{ $told }。
assumptions-caption = 没有文件依据也非推算的各项输入及其理由
basis-count = { $n } 项{ $basis }
basis-documented = 有文件依据
basis-derived = 由文件推算
basis-assumed = 假设
basis-fitted = 估计
basis-unstated = 未说明依据
input = 输入
value = 取值
basis = 依据
plausible-range = 合理范围
why = 理由

## Comparison
compare-title = { $alternatives }与{ $base }的比较
changes-title = 有什么变化
changes-note = 小字：单个同类时期的变化在 95% 的情况下所处的范围。
changes-caption = { $alternative }与{ $base }的比较
changed = 更改：
differs-title = 有哪些不同
differs-not = { $alternative } 与基准含义相同：种子相同则数字相同。
differs-count = { $alternative } 与基准有 { $values } 处取值不同。
differs-caption = 不同的取值：{ $alternative }
quantity = 指标
base = 基准
alternative = 方案
change = 变化
interval-of-change = 变化的区间
relative = 相对
primary = 主要指标
level-family = 全部 { $n } 个区间同时成立的概率为 95%。
level-primary = { $quantity }的区间成立的概率为 95%；其余列在旁边，各自为 95%。
effects-any = 任何变化都算数。
effects = 有意义的最小变化：{ $effects }。
to-tell = 也许 { $n } 次模拟可以判断
verdict-better = 更好
verdict-worse = 更差
verdict-more = 更多
verdict-less = 更少
verdict-same = 相同
verdict-cannot-tell-yet = 尚不能判断
quantity-waiting-vehicle-hours-total = 等待车时
quantity-time-in-system-mean = 平均停留时间
quantity-time-in-system-p95 = 停留时间的第 95 百分位
quantity-time-to-crossing-mean = 到过境的平均时间
quantity-stock-max = 最长排队
quantity-stock-end = 期末滞留
quantity-vehicles-crossed-total = 通关车辆
quantity-vehicles-turned-back-total = 返回车辆
quantity-tonnes-crossed-total = 通关吨数
quantity-cost-total = 费用
quantity-value-lost-total = 货值损失

## Origin
origin-title = 这些数字从何而来
origin-command = 以下命令可重现这些数字：
origin-note = 同一版本无论用多少线程，结果逐字节相同。
what = 项目
manifest-of = { $name } 的清单
manifest-file = 方案文件
manifest-changes = 更改
manifest-version = 生成程序
manifest-generator = 随机数
manifest-seed = 种子
manifest-replications = 模拟序号（从 0 起）
manifest-inputs = 输入
manifest-scenario = 方案摘要值
manifest-calendar = 日历摘要值
manifest-measures = 结果摘要值
inputs-stated = 按所述
inputs-drawn = 未知者从其范围内抽取
