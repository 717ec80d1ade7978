"""The shipped list of real service items, taken in by the bureau: what has no department in the demo city is refused.

The names and codes are Guang'an's; to which department of the demo city an item falls, and its materials, are invented.
"""

import csv
import io

from yiyuan.demo import rows
from yiyuan.demo.people import Staff
from yiyuan.services import services, sheets
from yiyuan.services.types import Applicant

# department of the list -> of the demo city; those of the five others stay in the refused rows
BODIES = {
    "区行政审批局": "芜湖市数据资源管理局",
    "区政府办": "芜湖市人民政府",
    "区人社局": "芜湖市人力资源和社会保障局",
    "区交通运输局": "芜湖市交通运输局",
    "广安区税务局": "国家税务总局芜湖市税务局",
    "区住建局": "芜湖市住房和城乡建设局",
    "区自然资源和规划局": "芜湖市自然资源和规划局",
    "区林业局": "芜湖市自然资源和规划局",
    "区公安分局": "芜湖市公安局",
    "区医疗保障局": "芜湖市医疗保障局",
    "区文广旅局": "芜湖市文化和旅游局",
    "区教科体局": "芜湖市教育局",
    "区农业农村局": "芜湖市农业农村局",
    "区司法局": "芜湖市司法局",
    "区卫健局": "芜湖市卫生健康委员会",
    "区民政局": "芜湖市民政局",
    "区市监局": "芜湖市市场监督管理局",
    "区生态环境局": "芜湖市生态环境局",
    "区残联": "芜湖市残疾人联合会",
    "区水务局": "芜湖市水务局",
    "区应急管理局": "芜湖市应急管理局",
    "区退役军人事务局": "芜湖市退役军人事务局",
    "区气象局": "芜湖市气象局",
    "区财政局": "芜湖市财政局",
    "区综合执法局": "芜湖市城市管理局",
    "区商务局": "芜湖市商务局",
    "区统计局": "芜湖市统计局",
    "区经信局": "芜湖市工业和信息化局",
    "区消防大队": "芜湖市消防救援支队",
}
MATERIALS = {
    "补领结婚证": "婚姻登记信息；补领婚姻登记证申请书",
    "中国公民收养子女登记": "婚姻登记信息；收养登记申请书",
    "最低生活保障": "申请及授权书；婚姻登记信息",
    "社会组织档案查询": "社会组织登记证书；查询申请书",
    "社会组织活动异常名录信用修复": "社会组织登记证书；信用修复申请表",
    "养老机构设立备案": "设立养老机构备案书；营业执照",
}


def play(staff: Staff) -> None:
    lines = csv.DictReader(io.StringIO(rows.shipped("service_items").decode()))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheets.HEADINGS)
    for line in lines:
        body = line["实施部门"]
        writer.writerow(
            [line["事项名称"], line["事项编码"], BODIES.get(body, body), "", MATERIALS.get(line["事项名称"], "")]
        )
    name = "政务服务事项清单.csv"
    services.import_items(
        actor=staff.actor("wuhu.bureau.bureau"),
        rows=sheets.rows_in(out.getvalue().encode(), file_name=name),
        file_name=name,
        applicant=Applicant.PERSON,
        opened=True,
    )
