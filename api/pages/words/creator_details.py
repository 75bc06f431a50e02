"""Texts about what the register knows of a creator, and who read it."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "creator-details.title": ("口座・請求情報", "Your details"),
    "creator-details.lead": (
        "台帳が知っているあなたの情報です。違うところは、ここから直せます。",
        "What the register knows of you. You can correct it from here.",
    ),
    "creator-details.name": ("お名前", "Name"),
    "creator-details.credit-name": ("クレジットの名前（筆名）", "Name in credits (pen name)"),
    "creator-details.kana": ("読み", "Reading"),
    "creator-details.kind": ("区分", "Kind"),
    "creator-details.kind-person": ("個人", "person"),
    "creator-details.kind-sole_trader": ("個人事業者", "sole trader"),
    "creator-details.kind-company": ("会社", "company"),
    "creator-details.kind-association": ("任意団体", "association"),
    "creator-details.kind-public_body": ("公的機関", "public body"),
    "creator-details.kind-unknown": ("不明", "not known"),
    "creator-details.country": ("お住まい・所在の国", "Country"),
    "creator-details.japan": ("日本", "Japan"),
    "creator-details.number-of-party": ("台帳の番号", "Number in the register"),
    "creator-details.name-wrong": (
        "名前や読み、国が違うとき・変わったとき",
        "If the name, the reading or the country is wrong or has changed",
    ),
    "creator-details.name-how": (
        "お名前は封をして保管しており、この画面からは変えられません。運営者に、上の「台帳の番号」と、"
        "本人確認書類（運転免許証やマイナンバーカードの表面の写し）を送ってください。"
        "運営者が新しい名前で登録し、これまでの記録と承継でつなぎます。",
        "Names are sealed and cannot be changed here. Send the operator the number above and a copy of an identity "
        "document (never the side with your My Number). The operator registers the new name and ties it to the old "
        "record.",
    ),
    "creator-details.pen-how": (
        "筆名を作品ごとに使い分けるときは、その作品のクレジットを登録した製作会社に、使いたい名前を伝えてください。",
        "To be credited under another name in one work, tell the studio that registered the credits of that work.",
    ),
    "creator-details.country-how": (
        "海外への転居や帰国で税金が変わります。運営者に、転居の日と住民票の除票または居住者証明書を送ってください。",
        "Moving abroad or back changes your taxes. Send the operator the day and a certificate of residence.",
    ),
    "creator-details.to-bank": ("口座を見る・変える", "See or change accounts"),
    "creator-details.registration": ("インボイスの登録番号", "Invoice registration number"),
    "creator-details.registered": ("登録あり", "registered"),
    "creator-details.not-registered": ("登録なし", "not registered"),
    "creator-details.effect-yes": (
        "日本の課税対象の支払に、消費税が上乗せされます。支払者はその全額を控除できます。",
        "Consumption tax is added to what is taxable in Japan, and your payer can credit all of it.",
    ),
    "creator-details.effect-no": (
        "消費税は上乗せされません。登録がなくても、契約の額から減らされることはありません。",
        "No consumption tax is added. You are not paid less than agreed for lacking a number.",
    ),
    "creator-details.history": ("登録の履歴", "History of registration"),
    "creator-details.since": ("いつから", "Since"),
    "creator-details.change": ("内容", "What"),
    "creator-details.number": ("登録番号", "Registration number"),
    "creator-details.noted-registered": ("登録した", "registered"),
    "creator-details.noted-ended": ("登録をやめた", "ended"),
    "creator-details.change-number": ("登録番号を届け出る", "Register or end a number"),
    "creator-details.number-now": ("いまの登録番号: {number}", "Number in force: {number}"),
    "creator-details.number-none": (
        "登録番号は届け出られていません。",
        "No registration number is on file.",
    ),
    "creator-details.number-hint": (
        "Tと13桁の数字。税務署からの通知書にあります。",
        "T and 13 digits, as in the letter from the tax office.",
    ),
    "creator-details.day": ("その日", "Day"),
    "creator-details.day-hint": (
        "登録日（やめたときは効力を失った日）。今日までの日付です。",
        "The day of registration, or on which it ended. Today or earlier.",
    ),
    "creator-details.source": (
        "どこで確かめられますか（任意）",
        "Where can it be seen? (optional)",
    ),
    "creator-details.source-hint": (
        "例: 国税庁の公表サイト",
        "For instance, the public site of the National Tax Agency",
    ),
    "creator-details.own-word": ("本人の届出", "own statement"),
    "creator-details.notice-copy": ("通知書の写し（任意）", "Copy of the letter (optional)"),
    "creator-details.number-recorded": (
        "登録番号の届出を記録しました。その日からの支払に反映します。",
        "Recorded. Payments from that day on follow it.",
    ),
    "creator-details.paid-to": ("受け取る人", "Who is paid for you"),
    "creator-details.paid-self": ("あなた自身が受け取ります。", "You are paid yourself."),
    "creator-details.receiver": ("受け取る人", "Receiver"),
    "creator-details.relation": ("関係", "Relation"),
    "creator-details.relation-self": ("あなた自身", "yourself"),
    "creator-details.relation-agent_company": ("個人事務所", "agent company"),
    "creator-details.relation-assignee": ("譲受人・承継人", "assignee"),
    "creator-details.relation-guardian": ("後見人", "guardian"),
    "creator-details.coming": ("これから", "to come"),
    "creator-details.change-payee": ("受け取る人を変える", "Change who is paid"),
    "creator-details.payee": ("受け取る人を変える", "Change who is paid"),
    "creator-details.payee-lead": (
        "個人事務所などで受け取るときに届け出ます。会社を名前か法人番号で探してください。",
        "Say that an agent company is paid for you. Find it by its name.",
    ),
    "creator-details.find-company": ("会社の名前", "Name of the company"),
    "creator-details.company-none": (
        "台帳に見つかりません。まだ登録されていない会社なら、支払者に登記事項証明書の写しを送り、登録を頼んでください。",
        "It is not in the register. Send your payer a copy of its certificate of registration and ask to have it added.",
    ),
    "creator-details.payee-hint": (
        "自分で受け取る形に戻すときは「あなた自身」を選びます。",
        "Choose “yourself” to be paid yourself again.",
    ),
    "creator-details.from-day": ("いつから", "From"),
    "creator-details.payee-paper": ("契約書など（任意）", "Agreement with it (optional)"),
    "creator-details.payee-paper-hint": (
        "支払者と運営者が確認に使います。",
        "Your payer and the operator use it to check.",
    ),
    "creator-details.payee-told": (
        "その日からの支払は、その会社の口座へ振り込まれます。源泉徴収と消費税も会社として扱われます。",
        "From that day on the company's account is paid, and taxes follow as for a company.",
    ),
    "creator-details.payee-recorded": (
        "受け取る人を記録しました。",
        "Recorded who is paid for you.",
    ),
    "creator-details.heirs": ("相続・承継", "Heirs and succession"),
    "creator-details.no-heirs": ("相続や承継の記録はありません。", "Nothing is on record."),
    "creator-details.succeeded": (
        "{day}に{ground}により、次の方が引き継ぎました。",
        "On {day} these took your place ({ground}).",
    ),
    "creator-details.follows": (
        "{day}に{ground}により、{name}を引き継いでいます。",
        "Since {day} you stand in the place of {name} ({ground}).",
    ),
    "creator-details.ground-inheritance": ("相続", "inheritance"),
    "creator-details.ground-merger": ("合併", "merger"),
    "creator-details.ground-company_split": ("会社分割", "company split"),
    "creator-details.ground-renaming": ("商号変更", "renaming"),
    "creator-details.ground-business_transfer": ("事業譲渡", "transfer of business"),
    "creator-details.heirs-change": (
        "相続があったとき・割合が違うとき",
        "After a death, or if the shares are wrong",
    ),
    "creator-details.heirs-how": (
        "相続は運営者だけが記録できます。法定相続情報一覧図の写し（または戸籍謄本）と、遺産分割協議書"
        "（相続人全員の署名・押印のあるもの）を運営者に送ってください。それまでの支払は保留され、失われません。",
        "Only the operator records an inheritance. Send the operator the certified list of heirs (法定相続情報一覧図) or "
        "the family register, and the agreement that all heirs signed. Until then payments wait; nothing is lost.",
    ),
    "creator-details.to-notices": ("通知先を見る・変える", "See or change addresses"),
    "creator-reads.title": ("誰があなたの情報を見たか", "Who read your data"),
    "creator-reads.lead": (
        "あなたの名前や口座を開いた人と日時の記録です。",
        "Each time somebody opened your name or account, it was written down.",
    ),
    "creator-reads.open": ("記録を見る", "Open the record"),
    "creator-reads.list": ("閲覧の記録（新しい順）", "Reads, newest first"),
    "creator-reads.none": (
        "あなたの情報が開かれた記録はありません。会社の名前は公開のため、記録しません。",
        "Nobody opened your data. Names of companies are public and not written down.",
    ),
    "creator-reads.when": ("日時", "When"),
    "creator-reads.who": ("見た人", "Who"),
    "creator-reads.what": ("見たもの", "What"),
    "creator-reads.why": ("どこで", "Where"),
    "creator-reads.role-operator": ("運営者", "the operator"),
    "creator-reads.role-studio": ("製作会社", "a studio"),
    "creator-reads.role-creator": ("クリエイター", "a creator"),
    "creator-reads.role-auditor": ("監査人", "an auditor"),
    "creator-reads.kind-credit_name": ("名前", "name"),
    "creator-reads.kind-kana": ("読み", "reading"),
    "creator-reads.kind-bank_details": ("口座", "account"),
    "creator-reads.kind-other": ("その他の情報", "other data"),
    "creator-reads.why-bank": ("口座の画面・操作", "accounts"),
    "creator-reads.why-statements": ("支払明細書", "statements"),
    "creator-reads.why-payments": ("支払", "payments"),
    "creator-reads.why-taxes": ("税金の書類", "tax papers"),
    "creator-reads.why-disputes": ("問い合わせ", "questions"),
    "creator-reads.why-agreements": ("契約", "agreements"),
    "creator-reads.why-committees": ("製作委員会", "committees"),
    "creator-reads.why-works": ("作品", "works"),
    "creator-reads.why-details": ("届出情報", "your details"),
    "creator-reads.why-parties": ("当事者の一覧", "parties"),
    "creator-reads.why-own": ("あなたのページ", "your pages"),
    "creator-reads.why-other": ("その他", "other"),
    "creator-reads.wrong": (
        "心当たりのない閲覧があれば、日時を運営者に伝えてください。",
        "If a read looks wrong, tell the operator its time.",
    ),
}
