"""The lists the plan of 2022 names, as a database begins with them: (code, title)."""

from __future__ import annotations

THEMES = (
    ("luat-quoc-te", "Pháp luật quốc tế về quyền con người"),
    ("chinh-sach", "Chủ trương của Đảng, chính sách và pháp luật của Nhà nước"),
    ("thanh-tuu", "Tình hình, nỗ lực và thành tựu bảo đảm quyền con người"),
    ("thong-tin-dung", "Giải thích, phản bác thông tin sai sự thật"),
    ("doi-ngoai", "Quyền con người trong đối ngoại"),
    ("nhiem-vu-tinh", "Nhiệm vụ và kết quả của tỉnh"),
)
CONVENTIONS = (
    ("iccpr", "Công ước về các quyền dân sự và chính trị"),
    ("icescr", "Công ước về các quyền kinh tế, xã hội và văn hóa"),
    ("cedaw", "Công ước về xóa bỏ mọi hình thức phân biệt đối xử với phụ nữ"),
    ("cerd", "Công ước về xóa bỏ mọi hình thức phân biệt chủng tộc"),
    ("crc", "Công ước về quyền trẻ em"),
    ("crpd", "Công ước về quyền của người khuyết tật"),
    ("cat", "Công ước chống tra tấn"),
)
SUPPLYING_BODIES = (
    ("sldtbxh", "Sở Lao động - Thương binh và Xã hội"),
    ("skhdt", "Sở Kế hoạch và Đầu tư"),
    ("sct", "Sở Công Thương"),
    ("stp", "Sở Tư pháp"),
    ("snv", "Sở Nội vụ"),
    ("bdt", "Ban Dân tộc"),
    ("sgddt", "Sở Giáo dục và Đào tạo"),
    ("congan", "Công an tỉnh"),
    ("ubnd_huyen", "Ủy ban nhân dân huyện, thành phố"),
    ("ubnd_xa", "Ủy ban nhân dân xã, phường, thị trấn"),
    ("bao", "Báo Ninh Thuận"),
    ("dai", "Đài Phát thanh và Truyền hình Ninh Thuận"),
    ("stttt", "Sở Thông tin và Truyền thông"),
)
LANGUAGES = (
    ("vi", "Tiếng Việt"),
    ("cjm", "Tiếng Chăm"),
    ("rog", "Tiếng Raglai"),
    ("en", "Tiếng Anh"),
)
