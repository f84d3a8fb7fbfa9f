# Words of pages in Vietnamese. All three languages have the same keys.

## The page
skip = Đi tới nội dung
contents = Mục lục
warning = Lưu ý:
made-by = Lập bằng bordergate { $version }. Trang này không cần mạng và không gửi gì đi đâu.
range = { $low }–{ $high }
comma = {", "}
infinite = không giới hạn
after-the-period = sau kỳ này
way = { $gate }, { $direction }
way-empty = { $way }, xe rỗng
lunar-both = { $vietnam } (Trung Quốc: { $china })
chart-read = Xem biểu đồ “{ $chart }” tại một thời điểm
chart-table = Số liệu của biểu đồ: { $chart }
all-gates = tất cả cửa khẩu

## Units
unit-s = { $n } giây
unit-min = { $n } phút
unit-h = { $n } giờ
unit-days = { $n } ngày
unit-percent = { $n }%
unit-t = { $n } tấn
unit-vehicle = { $n } xe
unit-vehicle-h = { $n } giờ xe
unit-person = { $n } người
unit-vnd = { $n } đồng
unit-m-vnd = { $n } triệu đồng
unit-bn-vnd = { $n } tỷ đồng
unit-vnd-t = { $n } đồng/tấn
unit-m-vnd-t = { $n } triệu đồng/tấn
unit-bn-vnd-t = { $n } tỷ đồng/tấn
unit-day-of-period = ngày thứ { $n } trong kỳ
vehicles = xe
vehicle-hours = giờ xe

## Days
weekday-monday = T2
weekday-tuesday = T3
weekday-wednesday = T4
weekday-thursday = T5
weekday-friday = T6
weekday-saturday = T7
weekday-sunday = CN
day = Ngày
days = Các ngày
time = Thời điểm
lunar-day = Âm lịch

## What was run
about-period = { $from } đến { $to } ({ $days } ngày)
about-calendar = lịch { $version }
about-replications = { $shown } lần mô phỏng
about-drawn = các số liệu chưa biết được lấy ngẫu nhiên trong khoảng của chúng
about-paired = cùng những chiếc xe trong mọi kịch bản
about-independent = mỗi kịch bản có những chiếc xe khác nhau
partial-time = hết thời gian cho phép sau { $n } trên { $of } lần mô phỏng.
partial-interrupted = bị dừng sau { $n } trên { $of } lần mô phỏng.
failed-replications = { $n } trên { $of } lần mô phỏng bị lỗi và không có trong các số liệu dưới đây.

## The answer
answer-flow = Trong { $came } xe đến hoặc đang chờ lúc đầu kỳ, trung bình { $crossed } xe thông quan, { $turned ->
    [0] không xe nào quay đầu
   *[other] { $back } xe quay đầu
}, và { $stock } xe vẫn còn tồn khi hết kỳ ngày { $last }.
answer-line = Tồn nhiều nhất ở { $place } lúc { $when }: trung bình { $mean } xe.
answer-time = Xe qua được mất trung bình { $mean }; cứ hai mươi xe thì một xe mất hơn { $p95 }.
answer-persons = Trung bình { $crossed } người qua lại.
answer-nothing = Chưa kết luận được gì: không lần mô phỏng nào chạy đến hết kỳ.
answer-change = Xét theo { $quantity }, { $alternative } { $verdict } { $base }: thay đổi { $change }, khoảng tin cậy { $interval }.
answer-same = Xét theo { $quantity }, { $alternative } và { $base } { $verdict }: thay đổi { $change }, khoảng tin cậy { $interval }.
answer-unsure = Xét theo { $quantity }, chưa thể nói { $alternative } tốt hơn hay xấu hơn { $base }: khoảng tin cậy của thay đổi là { $interval }.
answer-verdicts = {" "}Trong các chỉ tiêu được tính: { $told }.
verdict-count = { $n } { $verdict }

## Gates
gates-title = Kết quả theo từng cửa khẩu
gates-caption = Kết quả theo cửa khẩu
intervals-note = Sau dấu ±: một nửa khoảng tin cậy 95% của giá trị trung bình. Dòng chữ nhỏ bên dưới: khoảng của một kỳ như vậy trong 95% trường hợp.
gate = Cửa khẩu
crossed = Thông quan
turned-back = Quay đầu
stock-at-the-end = Tồn cuối kỳ
waiting-hours = Số giờ xe chờ
time-mean = Thời gian lưu, trung bình
time-p95 = Bách phân vị 95
starting-gone = Hết lượng tồn đầu kỳ
persons-crossed = Người qua lại
persons-caption = Hành khách (không tính vào số xe)
direction-export = xuất khẩu
direction-import = nhập khẩu

## Stock over time
stock-title = Lượng xe tồn theo thời gian
stock-note = Số xe đã đến mà chưa qua. Dải trong chứa một nửa số lần mô phỏng, dải ngoài chứa chín phần mười. Ngày đóng cửa và ngày qua theo lịch hẹn được tô nền.
stock-note-several = Số xe đã đến mà chưa qua: trung vị của mỗi kịch bản và dải chứa chín phần mười số lần mô phỏng. Nền tô theo lịch của kịch bản gốc.
stock-of = Số xe tồn: { $way }
stock-peak = Nhiều nhất lúc { $when }: trung bình { $mean } xe; cứ hai mươi kỳ thì một kỳ có hơn { $p95 } xe.
stock-peak-of = { $name }: nhiều nhất lúc { $when }, trung bình { $mean } xe.
stock-mean = trung bình
stock-p5 = 5%
stock-p25 = 25%
stock-p50 = trung vị
stock-p75 = 75%
stock-p95 = 95%
stock-half = một nửa số kỳ
stock-most = chín phần mười số kỳ
shade-closed = đóng cửa
shade-appointment = theo lịch hẹn

## Hours
heat-title = Khi nào tồn nhiều: theo ngày và giờ
heat-note = Số xe tồn trung bình vào từng giờ theo đồng hồ của kịch bản: ô càng đậm càng nhiều, con số cho biết bao nhiêu.
heat-of = Số xe tồn theo ngày và giờ: { $way }
heat-peak = nhiều nhất lúc { $when }, trung bình { $mean } xe.

## Calendar
calendar-title = Lịch mở cửa của các cửa khẩu
calendar-note = Giờ ghi theo đồng hồ của kịch bản; dòng dưới là giờ của phía bên kia nếu khác. Âm lịch theo Việt Nam, ghi thêm của Trung Quốc nếu hai lịch khác nhau.
calendar-caption = Lịch của các cửa khẩu
partner-hours = bên kia
state = Tình trạng
own-clock = Giờ bên này
partner-clock = Giờ bên kia
state-closed = đóng cửa
state-rest-day = ngày nghỉ
state-appointment = theo lịch hẹn
state-normal = bình thường
state-extended = kéo dài giờ
state-barred = mặt hàng bị dừng
state-wrong-direction = chỉ chiều ngược lại
state-slots = { $state }, { $slots } lượt { $n ->
   *[other] xe
}

## Time by cause
causes-title = Thời gian mất vào đâu
causes-note = Mỗi giờ của mỗi xe có đúng một nguyên nhân. Tính mọi xe có mặt, kể cả xe chưa qua được.
causes-over-time = Số giờ xe theo nguyên nhân, theo thời gian
causes-of = Số giờ xe theo nguyên nhân, theo thời gian: { $name }
causes-most = Mất nhiều nhất vì “{ $cause }”: { $share } tổng thời gian
causes-then = , tiếp theo là “{ $cause }” với { $share }
causes-peak = . Nhiều nhất vào { $when }: { $hours } giờ xe.
causes-others = nguyên nhân khác
classes-caption = Thời gian theo nguyên nhân, từng loại hàng
classes-of = Thời gian theo nguyên nhân, từng loại hàng: { $name }
class = Loại hàng
cause-processing = đang làm thủ tục
cause-travelling = đang di chuyển
cause-before-start = trước đầu kỳ
cause-closed-holiday = đóng cửa nghỉ lễ
cause-closed-night = đóng cửa ban đêm
cause-wrong-direction = đến lượt chiều ngược lại
cause-class-barred = mặt hàng bị dừng
cause-before-appointment = chưa đến giờ hẹn
cause-no-slot = chưa có lượt hẹn
cause-quota-used-up = hết hạn mức trong ngày
cause-outage = sự cố, hỏng hóc
cause-waiting-partner = chờ xe đối ứng
cause-waiting-driver = chờ lái xe
cause-waiting-papers = chờ giấy tờ
cause-waiting-result = chờ kết quả kiểm tra
cause-waiting-server = chờ quầy hoặc làn trống
cause-waiting-bridge = chờ qua cầu
cause-yard-full = bãi phía trước đầy

## Bulletin
bulletin-title = Bản tin hằng ngày
bulletin-note = Giá trị trung bình, làm tròn đến xe. Mỗi dòng đều khớp: tồn đầu ngày cộng số xe đến, trừ số xe đi, bằng tồn lúc nửa đêm. Các số được làm tròn sao cho tổng khớp.
bulletin-of = Bản tin của { $gate }
opening-stock = Tồn đầu ngày
closing-stock = Tồn cuối ngày
arrived = Xe đến
transferred-in = Từ cửa khẩu khác chuyển đến
transferred-out = Chuyển sang cửa khẩu khác
empties-crossed = Xe rỗng qua
left-uncrossed = Rời đi cách khác

## Release
release-title = Thời gian giải phóng hàng
release-note = Theo phương pháp đo thời gian giải phóng hàng (TRS) của Tổ chức Hải quan Thế giới: từ lúc đến tới lúc giải phóng hàng, với các xe quan sát được lúc đến.
release-by-all = Giải phóng hàng, theo cửa khẩu và chiều hàng
release-by-goods = Giải phóng hàng, theo loại hàng
release-by-channel = Giải phóng hàng, theo luồng
release-by-agency = Giải phóng hàng, theo cơ quan kiểm tra
release-by-step = Các bước trước khi giải phóng hàng
release-what = Đối tượng
release-until = Đến khi
release-vehicles = Số xe
release-mean = Trung bình
release-median = Trung vị
release-deviation = Độ lệch chuẩn
release-p95 = Bách phân vị 95
until-release = giải phóng hàng
until-crossing = qua biên giới
until-step = hết bước
no-agency = không cơ quan nào kiểm tra
channel-green = luồng xanh
channel-yellow = luồng vàng
channel-red = luồng đỏ
reliability-title = Cần dự phòng bao nhiêu thời gian
reliability-note = Theo cách đo của Cục Đường bộ Liên bang Hoa Kỳ (FHWA). Chậm trễ là phần vượt quá thời gian làm thủ tục và di chuyển. Thời gian dự phòng là phần cần cộng thêm vào trung bình để 19 trên 20 lần kịp giờ; chỉ số là tỷ lệ của nó so với trung bình.
reliability-caption = Chậm trễ và thời gian dự phòng, theo cửa khẩu và chiều hàng
uncongested = Thủ tục và di chuyển
delay = Chậm trễ
buffer-time = Thời gian dự phòng
buffer-index = Chỉ số dự phòng

## Colours
colours-title = Màu cảnh báo của Cổng một cửa quốc gia
colours-note = Lượng tồn của tất cả cửa khẩu cộng lại: xanh dưới 500 xe, vàng đến 1.000, cam đến 5.000, đỏ trên 5.000. Mỗi lần mô phỏng có màu riêng; ở đây là màu của đa số.
colours-caption = Lượng tồn của tất cả cửa khẩu lúc { $hour }
colours-takeaway = Lúc { $hour }: { $days }.
colours-days = màu { $colour } { $n ->
   *[other] { $days } ngày
}
colour = Màu
colour-green = xanh
colour-yellow = vàng
colour-orange = cam
colour-red = đỏ
one-such-morning = Một ngày như vậy
of-single-periods = Trong các lần mô phỏng

## Facts
facts-title = Số liệu đã công bố và kết quả mô phỏng
facts-note = Số liệu công bố là của một kỳ, nên được so với khoảng mà một kỳ mô phỏng nằm trong 95% trường hợp.
facts-takeaway = { $inside } trên { $all } số liệu công bố nằm trong khoảng.
facts-caption = Số liệu công bố bên cạnh số mô phỏng
facts-of = Số liệu công bố bên cạnh số mô phỏng: { $name }
published = Đã công bố
figure = Con số
simulated-mean = Mô phỏng, trung bình
one-such-period = Một kỳ như vậy
verdict = Kết luận
source = Nguồn
fact-inside = trong khoảng
fact-identity = đồng nhất: con số này đã dùng làm đầu vào
fact-outside = ngoài khoảng
fact-too-low = ngoài khoảng, thấp hơn { $by }
fact-too-high = ngoài khoảng, cao hơn { $by }
fact-unknown = chưa rõ
fact-as-stated = , như kịch bản đã nêu
fact-against = , trái với điều kịch bản đã nêu

## Assumptions
assumptions-title = Các giả định
assumptions-takeaway = Đằng sau các con số này có { $all } đầu vào: { $told }.
assumptions-caption = Mọi đầu vào không có tài liệu hoặc không suy ra được, kèm lý do
basis-count = { $n } { $basis }
basis-documented = có tài liệu
basis-derived = suy ra
basis-assumed = giả định
basis-fitted = ước lượng
basis-unstated = không nêu căn cứ
input = Đầu vào
value = Giá trị
basis = Căn cứ
plausible-range = Khoảng hợp lý
why = Lý do

## Comparison
compare-title = { $alternatives } so với { $base }
changes-title = Điều gì thay đổi
changes-note = Dòng chữ nhỏ: khoảng thay đổi của một kỳ như vậy trong 95% trường hợp.
changes-caption = { $alternative } so với { $base }
changed = Thay đổi:
differs-title = Hai bên khác nhau ở đâu
differs-not = { $alternative } và kịch bản gốc có cùng ý nghĩa: cùng hạt giống cho cùng con số.
differs-count = { $alternative } khác kịch bản gốc ở { $values } giá trị.
differs-caption = Các giá trị khác nhau: { $alternative }
quantity = Chỉ tiêu
base = Gốc
alternative = Phương án
change = Thay đổi
interval-of-change = Khoảng tin cậy của thay đổi
relative = Tương đối
primary = chỉ tiêu chính
level-family = Cả { $n } khoảng cùng đúng với xác suất 95%.
level-primary = Khoảng của { $quantity } đúng với xác suất 95%; các khoảng khác đứng bên cạnh, mỗi khoảng 95% cho riêng nó.
effects-any = Mọi thay đổi đều đáng kể.
effects = Thay đổi nhỏ nhất đáng kể: { $effects }.
to-tell = có thể cần { $n } lần mô phỏng
verdict-better = tốt hơn
verdict-worse = xấu hơn
verdict-more = nhiều hơn
verdict-less = ít hơn
verdict-same = như nhau
verdict-cannot-tell-yet = chưa kết luận được
quantity-waiting-vehicle-hours-total = số giờ xe chờ
quantity-time-in-system-mean = thời gian lưu trung bình
quantity-time-in-system-p95 = bách phân vị 95 của thời gian lưu
quantity-time-to-crossing-mean = thời gian trung bình đến khi qua biên giới
quantity-stock-max = lượng tồn lớn nhất
quantity-stock-end = lượng tồn cuối kỳ
quantity-vehicles-crossed-total = số xe thông quan
quantity-vehicles-turned-back-total = số xe quay đầu
quantity-tonnes-crossed-total = số tấn thông quan
quantity-cost-total = chi phí
quantity-value-lost-total = giá trị hàng bị mất

## Origin
origin-title = Nguồn gốc của các con số
origin-command = Lệnh sau cho ra lại đúng các con số này:
origin-note = Cùng phiên bản cho cùng kết quả đến từng byte, với bao nhiêu luồng tính cũng vậy.
what = Mục
manifest-of = Lý lịch của { $name }
manifest-file = Tệp kịch bản
manifest-changes = Thay đổi
manifest-version = Lập bằng
manifest-generator = Bộ sinh số ngẫu nhiên
manifest-seed = Hạt giống
manifest-replications = Số thứ tự các lần mô phỏng (từ 0)
manifest-inputs = Đầu vào
manifest-scenario = Mã băm của kịch bản
manifest-calendar = Mã băm của lịch
manifest-measures = Mã băm của kết quả
inputs-stated = như đã nêu
inputs-drawn = các số liệu chưa biết được lấy ngẫu nhiên trong khoảng
