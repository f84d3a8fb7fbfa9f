# Words of pages in Vietnamese. All three languages have the same keys.

## The page
skip = Chuyển đến nội dung chính
contents = Mục lục
warning = Lưu ý:
made-by = Tạo bằng bordergate { $version }. Trang này không cần mạng và không gửi dữ liệu đi đâu.
range = { $low }–{ $high }
range-signed = { $low } đến { $high }
comma = {", "}
infinite = không giới hạn
after-the-period = sau kỳ
way = { $gate } ({ $direction })
over = trên { $n }
lonely-note = Chỉ mô phỏng một kỳ. Một kỳ không cho biết gì về ngẫu nhiên: không có khoảng tin cậy và phân vị.
first-three = Biểu đồ vẽ ba kịch bản đầu tiên.
coarse-note = Lượng tồn chỉ được đọc { $hours } giờ một lần; giữa hai lần đọc có thể nhiều hơn.
moment = { $time } ngày { $date }
way-empty = { $way }, xe rỗng
lunar-both = { $vietnam } (Trung Quốc: { $china })
chart-read = Xem biểu đồ “{ $chart }” tại một thời điểm
chart-table = Số liệu của biểu đồ: { $chart }
all-gates = Tất cả cửa khẩu, lối mở

## Units
unit-s = { $n } giây
unit-min = { $n } phút
unit-h = { $n } giờ
unit-days = { $n } ngày
unit-percent = { $n }%
unit-t = { $n } tấn
unit-vehicle = { $n } xe
unit-vehicle-h = { $n } xe-giờ
unit-person = { $n } người
unit-vnd = { $n } đồng
unit-m-vnd = { $n } triệu đồng
unit-bn-vnd = { $n } tỷ đồng
unit-vnd-t = { $n } đồng/tấn
unit-m-vnd-t = { $n } triệu đồng/tấn
unit-bn-vnd-t = { $n } tỷ đồng/tấn
unit-day-of-period = ngày { $n } trong kỳ
vehicles = Số xe
vehicle-hours = Số xe-giờ

## Days
weekday-monday = T2
weekday-tuesday = T3
weekday-wednesday = T4
weekday-thursday = T5
weekday-friday = T6
weekday-saturday = T7
weekday-sunday = CN
day = Ngày
days = Khoảng ngày
time = Thời điểm
lunar-day = Âm lịch

## What was run
about-period = { $from } đến { $to } ({ $days } ngày)
about-calendar = lịch { $version }
about-replications = { $shown } lần mô phỏng
about-warm-up = tính từ { $from }
about-drawn = đầu vào chưa biết được lấy ngẫu nhiên trong khoảng hợp lý
about-paired = mọi kịch bản dùng chung một tập xe
about-independent = mỗi kịch bản dùng một tập xe riêng
partial-time = đã hết thời gian cho phép, mới xong { $n } trên { $of } lần mô phỏng.
partial-interrupted = bị dừng giữa chừng, mới xong { $n } trên { $of } lần mô phỏng.
failed-replications = { $n } trên { $of } lần mô phỏng bị lỗi và không được tính vào các số liệu dưới đây.

## The answer
answer-flow = Trong số { $came } xe đến trong kỳ hoặc đã tồn từ đầu kỳ, trung bình có { $crossed } xe thông quan, { $turned ->
    [0] không xe nào quay đầu
   *[other] { $back } xe quay đầu
}, { $others ->
    [0] {""}
   *[other] { $elsewhere } xe qua không tải hoặc rời đi cách khác,{" "}
}và còn tồn { $stock } xe khi kết thúc kỳ vào ngày { $last }.
answer-line = Tồn nhiều nhất tại { $place }, lúc { $when }: trung bình { $mean } xe.
answer-time = Mỗi xe ở lại trung bình { $mean } từ lúc đến tới lúc rời đi; cứ 20 xe thì có 1 xe lâu hơn { $p95 }.
answer-persons = Trung bình có { $crossed } lượt người xuất nhập cảnh.
answer-nothing = Chưa kết luận được gì: không có lần mô phỏng nào chạy hết kỳ.
answer-no-quantity = Không so sánh được gì: các kịch bản này không có chỉ tiêu nào trong số đó.
answer-lonely = Xét theo { $quantity }, từ { $base } sang { $alternative } thay đổi { $change } trong kỳ duy nhất đã mô phỏng: điều đó không nói gì về ngẫu nhiên.
answer-change = Xét theo { $quantity }, { $alternative } { $verdict } { $base }: mức thay đổi { $change }, khoảng tin cậy { $interval }.
answer-same = Xét theo { $quantity }, { $alternative } và { $base } { $verdict }: mức thay đổi { $change }, khoảng tin cậy { $interval }.
answer-unsure = Xét theo { $quantity }, chưa thể kết luận { $alternative } tốt hơn hay kém hơn { $base }: khoảng tin cậy của mức thay đổi là { $interval }.
answer-verdicts = {" "}Các chỉ tiêu được xét: { $told }.
verdict-count = { $n } { $verdict }

## Gates
gates-title = Kết quả theo từng cửa khẩu, lối mở
gates-caption = Kết quả theo cửa khẩu, lối mở
intervals-note = Sau dấu ±: nửa độ rộng khoảng tin cậy 95% của giá trị trung bình. Dòng chữ nhỏ bên dưới: khoảng giá trị mà một kỳ đơn lẻ rơi vào trong 95% trường hợp.
gate = Cửa khẩu, lối mở
crossed = Thông quan
turned-back = Quay đầu
stock-at-the-end = Tồn cuối kỳ
waiting-hours = Số xe-giờ chờ
time-mean = Thời gian lưu trung bình
time-p95 = Phân vị 95%
starting-gone = Ngày hết tồn đầu kỳ
persons-caption = Người xuất nhập cảnh (không tính vào số xe)
direction-export = xuất khẩu
direction-import = nhập khẩu

## Stock over time
stock-title = Lượng xe tồn theo thời gian
stock-note = Số xe đã đến nhưng chưa thông quan. Dải trong chứa 50% số lần mô phỏng, dải ngoài chứa 90%. Phần tô nền là ngày đóng cửa và ngày thông quan hẹn trước.
stock-note-several = Số xe đã đến nhưng chưa thông quan: trung vị của mỗi kịch bản và dải chứa 90% số lần mô phỏng. Phần tô nền theo lịch của kịch bản gốc.
stock-of = Số xe tồn: { $way }
stock-peak = Nhiều nhất lúc { $when }: trung bình { $mean } xe; cứ 20 lần mô phỏng thì có 1 lần vượt { $p95 } xe.
stock-peak-lonely = Nhiều nhất lúc { $when }: { $mean } xe.
stock-peak-of = { $name }: nhiều nhất lúc { $when }, trung bình { $mean } xe.
stock-mean = trung bình
stock-p5 = 5%
stock-p25 = 25%
stock-p50 = trung vị
stock-p75 = 75%
stock-p95 = 95%
stock-half = 50% số lần mô phỏng
stock-most = 90% số lần mô phỏng
shade-closed = đóng cửa
shade-appointment = thông quan hẹn trước

## Hours
heat-title = Khi nào tồn nhiều: theo ngày và giờ
heat-note = Số xe tồn trung bình vào từng giờ, theo giờ của kịch bản: ô càng đậm thì tồn càng nhiều, con số trong ô là số xe.
heat-of = Số xe tồn theo ngày và giờ: { $way }
heat-peak = nhiều nhất lúc { $when }, trung bình { $mean } xe.

## Calendar
calendar-title = Lịch hoạt động của cửa khẩu, lối mở
calendar-note = Giờ ghi theo giờ của kịch bản; nếu giờ bên kia khác thì ghi ở dòng dưới. Ngày âm lịch theo lịch Việt Nam, kèm lịch Trung Quốc nếu hai lịch khác nhau.
calendar-caption = Lịch của cửa khẩu, lối mở
partner-hours = giờ bên kia
state = Tình trạng
own-clock = Giờ bên này
partner-clock = Giờ bên kia
state-closed = đóng cửa
state-rest-day = ngày nghỉ
state-appointment = thông quan hẹn trước
state-normal = bình thường
state-extended = kéo dài giờ
state-barred = mặt hàng tạm dừng
state-wrong-direction = chỉ cho chiều ngược lại
state-slots = { $state }, { $slots } { $n ->
   *[other] lượt xe
}

## Time by cause
causes-title = Thời gian mất vào đâu
causes-note = Mỗi giờ của mỗi xe chỉ tính cho một nguyên nhân. Tính mọi xe có mặt, kể cả xe không thông quan được.
causes-over-time = Số xe-giờ theo nguyên nhân và thời gian
causes-of = Số xe-giờ theo nguyên nhân và thời gian: { $name }
causes-most = Nhiều thời gian nhất: “{ $cause }”, chiếm { $share }
causes-then = , tiếp theo là “{ $cause }”, chiếm { $share }
causes-peak = . Cao điểm { $when }: { $hours } xe-giờ.
causes-others = nguyên nhân khác
classes-caption = Thời gian theo nguyên nhân của từng loại hàng
classes-of = Thời gian theo nguyên nhân của từng loại hàng: { $name }
class = Loại hàng
cause-processing = đang làm thủ tục
cause-travelling = đang di chuyển
cause-before-start = trước đầu kỳ
cause-closed-holiday = nghỉ hoặc tạm đóng cửa
cause-closed-night = ngoài giờ làm việc
cause-wrong-direction = đang lượt chiều ngược lại
cause-class-barred = mặt hàng tạm dừng
cause-before-appointment = chưa đến giờ hẹn
cause-no-slot = không có lượt hẹn
cause-quota-used-up = hết hạn mức thông quan trong ngày
cause-outage = ngừng do sự cố
cause-waiting-partner = chờ đủ xe cùng lượt
cause-waiting-driver = chờ lái xe
cause-waiting-papers = chờ giấy tờ
cause-waiting-result = chờ kết quả
cause-waiting-server = chờ quầy hoặc làn trống
cause-waiting-bridge = chờ qua cầu
cause-yard-full = bãi phía trước đầy

## Bulletin
bulletin-title = Bản tin hằng ngày
bulletin-note = Giá trị trung bình, làm tròn đến xe. Mỗi dòng đều cân đối: tồn đầu ngày cộng số xe đến, trừ số xe đi, bằng tồn cuối ngày (lúc nửa đêm). Số xe đến và đi được làm tròn sao cho tổng khớp.
bulletin-of = Bản tin của { $gate }
opening-stock = Tồn đầu ngày
closing-stock = Tồn cuối ngày
arrived = Xe đến
transferred-in = Chuyển đến từ nơi khác
transferred-out = Chuyển đi nơi khác
empties-crossed = Xe rỗng qua biên giới
left-uncrossed = Rời đi (lý do khác)

## Release
release-title = Thời gian giải phóng hàng
release-note = Theo Nghiên cứu đo thời gian giải phóng hàng (TRS) của Tổ chức Hải quan Thế giới (WCO): từ lúc xe đến tới khi giải phóng hàng, chỉ tính những xe có ghi nhận lúc đến.
release-by-all = Thời gian giải phóng hàng theo cửa khẩu, lối mở và chiều hàng
release-by-goods = Thời gian giải phóng hàng theo loại hàng
release-by-channel = Thời gian giải phóng hàng theo luồng
release-by-agency = Thời gian giải phóng hàng theo cơ quan tham gia
release-by-step = Các bước cho đến khi giải phóng hàng
release-what = Đối tượng
release-until = Tính đến
release-vehicles = Số xe
release-mean = Trung bình
release-median = Trung vị
release-deviation = Độ lệch chuẩn
release-p95 = Phân vị 95%
until-release = giải phóng hàng
until-crossing = qua biên giới
until-step = xong bước này
no-agency = không có cơ quan tham gia
channel-green = luồng xanh
channel-yellow = luồng vàng
channel-red = luồng đỏ
reliability-title = Cần dự phòng bao nhiêu thời gian
reliability-note = Theo cách đo thời gian qua biên giới của Cục Quản lý Đường cao tốc Liên bang Hoa Kỳ (FHWA). Chậm trễ là phần vượt quá thời gian làm thủ tục và di chuyển. Thời gian dự phòng là phần cần cộng thêm vào thời gian trung bình để 19 trên 20 lần kịp giờ; chỉ số là tỷ lệ của phần này so với thời gian trung bình.
reliability-caption = Chậm trễ và thời gian dự phòng theo cửa khẩu, lối mở và chiều hàng
uncongested = Thủ tục và di chuyển
delay = Chậm trễ
buffer-time = Thời gian dự phòng
buffer-index = Chỉ số thời gian dự phòng

## Colours
colours-title = Màu cảnh báo trên Cổng thông tin một cửa quốc gia
colours-note = Lượng xe tồn của tất cả cửa khẩu, lối mở cộng lại: xanh dưới 500 xe, vàng đến 1.000, cam đến 5.000, đỏ trên 5.000. Mỗi lần mô phỏng có màu riêng; ở đây ghi màu xuất hiện nhiều nhất.
colours-caption = Lượng xe tồn của tất cả cửa khẩu, lối mở lúc { $hour }
colours-takeaway = Lúc { $hour }: { $days }.
colours-days = { $days } { $n ->
   *[other] ngày màu { $colour }
}
colour = Màu
colour-green = xanh
colour-yellow = vàng
colour-orange = cam
colour-red = đỏ
one-such-morning = Khoảng 95% của một ngày
of-single-periods = Tỷ lệ số lần mô phỏng

## Facts
facts-title = Số liệu đã công bố và kết quả mô phỏng
facts-note = Số liệu công bố là của một kỳ, nên được so với khoảng mà một kỳ mô phỏng rơi vào trong 95% trường hợp.
facts-takeaway = { $inside } trên { $all } số liệu công bố dùng để kiểm chứng nằm trong khoảng.
facts-identities = { $n } số liệu khác đã dùng làm đầu vào nên không kiểm chứng gì.
facts-caption = Đối chiếu số liệu công bố với kết quả mô phỏng
facts-of = Đối chiếu số liệu công bố với kết quả mô phỏng: { $name }
published = Nội dung công bố
figure = Số công bố
simulated-mean = Trung bình mô phỏng
one-such-period = Khoảng 95% của một kỳ
verdict = Kết luận
source = Nguồn
fact-inside = trong khoảng
fact-identity = trong khoảng, nhưng số này đã dùng làm đầu vào
fact-outside = ngoài khoảng
fact-too-low = ngoài khoảng, thấp hơn { $by }
fact-too-high = ngoài khoảng, cao hơn { $by }
fact-unknown = chưa rõ
fact-as-stated = , như kịch bản đã nêu
fact-against = , trái với kịch bản đã nêu

## Assumptions
assumptions-title = Các giả định
assumptions-takeaway = Các con số này dựa trên { $all } đầu vào: { $told }.
assumptions-caption = Mọi đầu vào không có tài liệu và cũng không suy ra từ tài liệu, kèm lý do
basis-count = { $n } { $basis }
basis-documented = có tài liệu
basis-derived = suy ra từ tài liệu
basis-assumed = giả định
basis-fitted = hiệu chỉnh theo số liệu
basis-unstated = không nêu căn cứ
input = Đầu vào
value = Giá trị
basis = Căn cứ
plausible-range = Khoảng hợp lý
why = Lý do

## Comparison
compare-title = { $alternatives } so với { $base }
changes-title = Những thay đổi
changes-note = Dòng chữ nhỏ: khoảng mà mức thay đổi của một kỳ đơn lẻ rơi vào trong 95% trường hợp.
changes-caption = { $alternative } so với { $base }
changed = Thay đổi:
differs-title = Những điểm khác nhau
differs-not = { $alternative } và kịch bản gốc giống nhau về nội dung: cùng hạt giống thì cho cùng kết quả.
differs-count = { $alternative } khác kịch bản gốc ở { $values } giá trị.
differs-caption = Các giá trị khác nhau: { $alternative }
quantity = Chỉ tiêu
base = Kịch bản gốc
alternative = Phương án
change = Mức thay đổi
interval-of-change = Khoảng tin cậy
relative = Thay đổi tương đối
primary = chỉ tiêu chính
level-family = Cả { $n } khoảng tin cậy đồng thời đúng với độ tin cậy 95%.
level-primary = Khoảng tin cậy của { $quantity } có độ tin cậy 95%; các khoảng khác để tham khảo, mỗi khoảng tính riêng có độ tin cậy 95%.
effects-any = Mọi thay đổi đều được coi là đáng kể.
effects = Mức thay đổi nhỏ nhất được coi là đáng kể: { $effects }.
to-tell = có thể kết luận sau { $n } lần mô phỏng
verdict-better = tốt hơn
verdict-worse = kém hơn
verdict-more = nhiều hơn
verdict-less = ít hơn
verdict-same = như nhau
verdict-cannot-tell-yet = chưa kết luận được
quantity-waiting-vehicle-hours-total = số xe-giờ chờ
quantity-time-in-system-mean = thời gian lưu trung bình
quantity-time-in-system-p95 = phân vị 95% của thời gian lưu
quantity-time-to-crossing-mean = thời gian trung bình đến khi qua biên giới
quantity-stock-max = lượng tồn lớn nhất
quantity-stock-end = lượng tồn cuối kỳ
quantity-vehicles-crossed-total = số xe thông quan
quantity-vehicles-turned-back-total = số xe quay đầu
quantity-tonnes-crossed-total = số tấn thông quan
quantity-cost-total = chi phí
quantity-value-lost-total = giá trị hàng tổn thất

## Origin
origin-title = Nguồn gốc của các con số
origin-command = Lệnh sau tạo lại đúng các con số này:
origin-note = Cùng một phiên bản cho kết quả giống nhau đến từng byte, dù chạy trên bao nhiêu luồng xử lý.
what = Mục
manifest-of = Hồ sơ chạy của { $name }
manifest-file = Tệp kịch bản
manifest-changes = Thay đổi
manifest-version = Tạo bằng
manifest-generator = Bộ sinh số ngẫu nhiên
manifest-seed = Hạt giống
manifest-replications = Số thứ tự các lần mô phỏng (từ 0)
manifest-inputs = Đầu vào
manifest-scenario = Mã băm của kịch bản
manifest-calendar = Mã băm của lịch
manifest-measures = Mã băm của kết quả
inputs-stated = theo giá trị đã nêu
inputs-drawn = đầu vào chưa biết được lấy ngẫu nhiên trong khoảng hợp lý
