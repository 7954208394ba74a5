"""What tells languages apart: scripts, alphabets and the commonest words. Data alone; see ``language``."""

from __future__ import annotations

# Where each block begins, and whose letters it holds ("" for letters of no script in particular).
BLOCKS = (
    (0x0000, ""), (0x0041, "Latin"), (0x005B, ""), (0x0061, "Latin"), (0x007B, ""), (0x00AA, "Latin"),
    (0x02B0, ""), (0x0370, "Greek"), (0x0400, "Cyrillic"), (0x0530, "Armenian"), (0x0590, "Hebrew"),
    (0x0600, "Arabic"), (0x0700, "Syriac"), (0x0750, "Arabic"), (0x0780, "Thaana"), (0x07C0, "Nko"),
    (0x0800, ""), (0x08A0, "Arabic"), (0x0900, "Devanagari"), (0x0964, ""), (0x0966, "Devanagari"),
    (0x0980, "Bengali"), (0x0A00, "Gurmukhi"), (0x0A80, "Gujarati"), (0x0B00, "Oriya"), (0x0B80, "Tamil"),
    (0x0C00, "Telugu"), (0x0C80, "Kannada"), (0x0D00, "Malayalam"), (0x0D80, "Sinhala"), (0x0E00, "Thai"),
    (0x0E80, "Lao"), (0x0F00, "Tibetan"), (0x1000, "Myanmar"), (0x10A0, "Georgian"), (0x1100, "Hangul"),
    (0x1200, "Ethiopic"), (0x13A0, "Cherokee"), (0x1400, "Canadian"), (0x1680, ""), (0x1780, "Khmer"),
    (0x1800, "Mongolian"), (0x18B0, "Canadian"), (0x1900, ""), (0x1C90, "Georgian"), (0x1CC0, ""),
    (0x1E00, "Latin"), (0x1F00, "Greek"), (0x2000, ""), (0x2D00, "Georgian"), (0x2D30, "Tifinagh"),
    (0x2D80, "Ethiopic"), (0x2DE0, ""), (0x3041, "Kana"), (0x3100, "Bopomofo"), (0x3130, "Hangul"),
    (0x3190, ""), (0x31F0, "Kana"), (0x3200, ""), (0x3400, "Han"), (0x4DC0, ""), (0x4E00, "Han"),
    (0xA000, "Yi"), (0xA4D0, ""), (0xA500, "Vai"), (0xA640, "Cyrillic"), (0xA6A0, ""), (0xAB70, "Cherokee"),
    (0xABC0, ""), (0xAC00, "Hangul"), (0xD7FF, ""), (0xF900, "Han"), (0xFB00, ""), (0xFB1D, "Hebrew"),
    (0xFB50, "Arabic"), (0xFE00, ""), (0xFE70, "Arabic"), (0xFEFF, ""), (0xFF21, "Latin"), (0xFF3B, ""),
    (0xFF41, "Latin"), (0xFF5B, ""), (0xFF66, "Kana"), (0xFFA0, ""), (0x20000, "Han"), (0x323B0, ""),
)  # fmt: skip

DENSE = {"Han", "Kana", "Hangul", "Bopomofo", "Yi"}
"""Scripts of which one character says as much as several letters."""

OF_SCRIPT = {
    "Greek": "el", "Armenian": "hy", "Syriac": "syr", "Thaana": "dv", "Nko": "nqo", "Bengali": "bn",
    "Gurmukhi": "pa", "Gujarati": "gu", "Oriya": "or", "Tamil": "ta", "Telugu": "te", "Kannada": "kn",
    "Malayalam": "ml", "Sinhala": "si", "Thai": "th", "Lao": "lo", "Tibetan": "bo", "Myanmar": "my",
    "Georgian": "ka", "Hangul": "ko", "Cherokee": "chr", "Canadian": "iu", "Khmer": "km", "Mongolian": "mn",
    "Tifinagh": "zgh", "Kana": "ja", "Bopomofo": "zh", "Han": "zh", "Yi": "ii", "Vai": "vai",
}  # fmt: skip
"""Scripts that one language alone is written in, or hardly any other."""

# Scripts that languages share. For each language: the letters it has beyond those that all of them have, and
# its commonest words.
_LATIN = {
    "en": (
        "",
        "the of and to in is that it was for on are with as be at by this have from not but or had you "
        "they which we an his her their were been has will would there what when who can more",
    ),
    "de": (
        "äöüß",
        "der die und das ist nicht ein eine zu den von mit sich auf für dem im des auch es an werden aus "
        "er hat dass daß sie nach wird bei einer um am sind noch wie einem über einen so zum war haben "
        "nur oder aber vor zur bis mehr durch man kann wir ich",
    ),
    "nl": (
        "ëïéè",
        "de het een en van in is dat op te zijn met voor niet die aan er om ook als maar bij door naar "
        "uit hij ze wordt over zich nog dan worden heeft hebben deze werd tot geen wat kan meer zo ik je "
        "was of",
    ),
    "af": (
        "êëïôûéè",
        "die en van het in is nie dat op te met vir 'n wat om aan hy sy was by ook as deur na dit uit "
        "hulle word moet maar kan ek jou my ons meer jy alle hom haar of wees gebruik",
    ),
    "sv": (
        "åäöé",
        "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så "
        "kan när år under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade "
        "alla mycket",
    ),
    "da": (
        "æøåé",
        "og i at det som en på er af for med til den har de ikke om et han men var jeg sig fra vi så kan "
        "når år efter også eller nu sin der ved mod skal skulle kommer ud får være hvor mere havde blev "
        "hvis bliver kun hun",
    ),
    "no": (
        "æøåéòô",
        "og i at det som en på er av for med til den har de ikke om et han men var jeg seg fra vi så kan "
        "når år etter også eller nå sin der ved mot skal skulle kommer ut får være hvor mer hadde ble "
        "hvis blir bare hun ikkje eit ein frå dei vere hjå eg",
    ),
    "is": (
        "áéíóúýðþæö",
        "og að í er sem á til um með við fyrir hann ekki það en af því eru var frá eða þess þeir þetta "
        "hefur vera þegar verið hún ég svo sér eftir hafa einnig mjög allir",
    ),
    "fi": (
        "äöå",
        "ja on ei se että oli ovat myös mutta joka hän kun niin kuin tai sen jos mitä ole vain jo nyt "
        "olla kanssa ne mukaan jotka voi sitä tämä tämän hänen ollut sekä siitä minä kaikki jokaisella "
        "heidän",
    ),
    "et": (
        "äöüõšž",
        "ja on ei et see oli ka ta kui mis või aga oma siis selle mida kes ning välja nii veel seda pole "
        "olla nad juba ma üle kõik saab tema peab pärast mitte võib igal",
    ),
    "hu": (
        "áéíóöőúüű",
        "a az és hogy nem is egy ez van meg csak de volt azt már el ha még mint vagy ezt ki kell lehet "
        "minden nagyon azonban amely majd után szerint fel úgy így ami pedig mert lesz között mindenkinek "
        "joga",
    ),
    "fr": (
        "àâçéèêëîïôœùûüÿ",
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont "
        "avec son ou mais comme nous aux cette ont être ses elle fait vous été leur je sa deux même aussi "
        "tout entre",
    ),
    "es": (
        "áéíóúüñ",
        "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o "
        "este ha sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo "
        "nos durante es son fue ser está",
    ),
    "pt": (
        "áâãàçéêíóôõúü",
        "de a que o e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu "
        "sua ou quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus "
        "quem nas é são foi ser está",
    ),
    "gl": (
        "áéíóúüñï",
        "de a que o e do da en un para con non unha os no se na por máis as dos como pero ao el das á seu "
        "súa ou cando moi nos xa tamén só polo pola ata iso ela entre despois sen mesmo é son foi ser "
        "está",
    ),
    "ca": (
        "àçéèíïóòúü·",
        "de la i que el a en les els un per amb es una del no se com més al però dels són va ha ser "
        "aquest aquesta també li pel hi han seva seu tot molt quan on entre sobre sense fins perquè ja "
        "fou té l'home",
    ),
    "it": (
        "àéèìíîòóùú",
        "di e il la che in un a per è una del non sono con i si le da come al dei più alla della nel ha "
        "anche gli ma o lo delle su se questo dal nella essere suo sua ci cui tra ogni stato degli quando "
        "fra perché dalla",
    ),
    "ro": (
        "ăâîșțşţ",
        "de și în a la cu nu pe care o un este să din că se mai ca pentru sau ce au fost al fi prin sunt "
        "lui dar într după această acest ale dintre am are către fără orice sa fie",
    ),
    "pl": (
        "ąćęłńóśźż",
        "i w na z się nie do że jest to o jak za od po co przez ale dla lub są oraz tym czy jego który "
        "przy być także która które został jako już ich może tylko pod był tego jej ma było gdy każdy",
    ),
    "cs": (
        "áčďéěíňóřšťúůýž",
        "a v se na je že to s z o do i k ve pro za by ale si jako po jsou od které který nebo při být "
        "jeho jak tak podle už však která má byl bude až ze není také svých každý ani jejich",
    ),
    "sk": (
        "áäčďéíĺľňóôŕšťúýž",
        "a v sa na je že to s z o do i k vo pre za by ale si ako po sú od ktoré ktorý alebo pri byť jeho "
        "tak podľa už však ktorá má bol bude až zo nie tiež svojich každý ani ich aj",
    ),
    "sl": (
        "čšž",
        "in v je se na da za so ki z po pa ne s o kot tudi ali do ter iz pri bi ni od bo k kar še jih ga "
        "več biti med lahko sta vsak svoje ima katere bilo njegov",
    ),
    "hr": (
        "čćđšž",
        "i u je se na da za su od s o a koji kao ne iz ili što će po to bi koje sa te nije biti do kako "
        "ima bio koja samo ali već svoje može njegov svatko još pri jer prema",
    ),
    "lt": (
        "ąčęėįšųūž",
        "ir yra kad į su iš tai buvo kaip bet jis ne už apie nuo jo per gali ar dėl savo taip po arba jų "
        "būti tik turi prie jau kai labai dar kiekvienas kuris nėra",
    ),
    "lv": (
        "āčēģīķļņšūž",
        "un ir ar par no uz kas to bija ka tas bet vai pēc viņš kā arī tiek pie var līdz lai tika nav "
        "savu gan kuri tā jau šo ikvienam tikai ko būt šī",
    ),
    "sq": (
        "ëç",
        "të e në dhe për një që me i nga është së më si u nuk do janë ka por kjo ky tij ose ishte duke ai "
        "kur edhe shumë çdo gjitha tyre mund pas",
    ),
    "tr": (
        "çğıöşüâîû",
        "ve bir bu da de için ile olarak çok daha olan gibi kadar en ne sonra o ama var ya her değil "
        "olduğu veya ise tarafından yok olduğunu mi göre bunu iki kendi ancak şey hakkı herkes",
    ),
    "az": (
        "çəğıöşü",
        "və bir bu da də üçün ilə olan kimi daha çox olaraq ki o hər edir sonra onun ya deyil var olunur "
        "edilir lakin isə görə öz tərəfindən hüququ bütün yox",
    ),
    "uz": (
        "",
        "va bu bilan uchun bir ham u esa deb lekin yoki bo‘lgan bo'lgan kerak edi har haqida emas ega "
        "keyin unga shu katta kabi hamda inson o‘z o'z bo‘yicha huquqiga qilish mumkin",
    ),
    "eu": (
        "ñ",
        "eta da ez du bat dira izan ere zen edo baina dute hau egin zuen bere den ditu beste egiten hori "
        "dela oso gabe duen baino zuten dituzten izango guztiek behar bai",
    ),
    "ga": (
        "áéíóú",
        "agus an a na ar i go is bhí ag le do sé tá sin ach nach seo leis ó faoi mar níl sa gur nó chun "
        "den mé siad gach é iad bheith cuid féin",
    ),
    "gd": (
        "àèìòùé",
        "agus an a na air ann tha e gu is bha aig le do chan ach seo leis bho mar sa gur no gun nan iad "
        "gach i a' ag anns dhan robh nach bidh chaidh",
    ),
    "cy": (
        "âêîôûŵŷáéëï",
        "y yr a i yn o ar mae ac gan wedi am bod fel oedd ei eu na neu at nid hyn un hon hwn i'r o'r a'r "
        "gyda roedd cael mwy sydd yw hawl pob dros bydd",
    ),
    "id": (
        "",
        "yang dan di dengan untuk dari dalam ini itu pada tidak akan ke adalah oleh sebagai atau juga "
        "telah bahwa karena dapat ada saya kami mereka tersebut bisa orang lebih setiap seperti anda "
        "harus",
    ),
    "ms": (
        "",
        "yang dan di dengan untuk dari dalam ini itu pada tidak akan ke adalah oleh sebagai atau juga "
        "telah bahawa kerana boleh ada saya kami mereka tersebut ialah orang lebih setiap seperti anda "
        "mesti",
    ),
    "tl": (
        "ñ",
        "ang ng sa na mga at ay ni hindi si ito para siya may kung ko ako nang niya pa rin kanyang o lang "
        "mo ka din bawat tao dapat wala isang kay",
    ),
    "sw": (
        "",
        "ya na wa kwa ni katika za la kuwa hii huo cha kama hiyo lakini au watu pia mtu yake wake haki "
        "kila bila ili sana vya hayo baada mwaka",
    ),
    "vi": (
        "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
        "và của có là các được trong cho không những với một người này đã để về khi từ như cũng đến tại ở "
        "ra nhà quyền mọi hay bị phải",
    ),
    "eo": (
        "ĉĝĥĵŝŭ",
        "la de kaj en estas ne al el por ke li kun pri ĝi sed tiu kiu oni ĉiu mi sur aŭ per estis tio ili "
        "kiel ĉi da tiuj plej pli havas nur iu",
    ),
    "ku": (
        "çêîşû",
        "û di bi ku ji li her kes xwe de yê ya an jî bo tu ne ew wî heye mafê yan bê divê hemû kesek",
    ),
    "la": (
        "",
        "et in est non ad ut cum quod qui sed si quae a de per ex esse sunt hoc nec ab aut enim etiam "
        "quam atque eius ac autem neque omnes quidem",
    ),
    "mt": (
        "ċġħżàèìòù",
        "ta li il u ma fil għal minn ir-rabat hija kien tal is huwa biex dan din lil bil jew mill għandu "
        "kull dritt kif għandha",
    ),
    "ht": (
        "èòà",
        "ki yo pou nan ak li sou gen nou moun pa tout fè sa te dwa se konsa oswa ou ap men kap lòt",
    ),
    "so": (
        "",
        "iyo ah oo in ay ku ka waa u waxa la soo uu si leh ee aan waxay ama laga mid xaq qof kasta",
    ),
    "ha": (
        "ɓɗƙ",
        "da a ta na ya ba wa shi ne ce don cikin su ga kuma wani yake kowa domin hakkin wannan",
    ),
    "zu": (
        "",
        "ukuthi futhi noma kanye ngokuba umuntu wonke uma nge kwe unelungelo ngoba lapho ukuba yonke",
    ),
    "mg": (
        "ôàñ",
        "ny sy ao amin izany dia tsy ho an no fa izay ireo na olona manana zo amin'ny eo tokony",
    ),
    "mi": (
        "āēīōū",
        "te o me nga ngā ki i ka he e mo hoki ana kia tēnei ia katoa mai tana",
    ),
}

_CYRILLIC = {
    "ru": (
        "ёйщъыьэюя",
        "и в не на что с по это как к из у за от но для он же бы так все или его был при до также мы если "
        "каждый имеет только они чтобы",
    ),
    "uk": (
        "ґєіїйщьюя",
        "і в не на що з до та у як за для від це про його є або так але бути має кожна їх він був при "
        "також й вони тільки яка",
    ),
    "be": (
        "ёійўыьэюя",
        "і ў не на што з у як да за для па гэта яго ад ці але ён мае кожны быць або так іх пры гэтага "
        "таксама",
    ),
    "bg": (
        "йщъьюя",
        "и на да се в за не от по с че е са като той а при до или това има със към но след бъде всеки "
        "които което само",
    ),
    "mk": (
        "ѓѕјљњќџ",
        "и на да се во за не од по со дека е ќе што како тој а при до или ова има кон но биде секој кои "
        "само сѐ",
    ),
    "sr": (
        "ђјљњћџ",
        "и у је се на да за су од с о а који као не из или што ће по то би које са те није бити до како "
        "има свако само",
    ),
    "mn": (
        "ёйөүъыьэюя",
        "нь энэ юм байна болон буюу бөгөөд байгаа хүн эрхтэй бүр нэг ба гэж хүний эрх тул мөн тэр",
    ),
    "kk": (
        "әғёйіқңөұүһщъыьэюя",
        "және мен бұл да де үшін бір деп болып бар жоқ олар осы әр адам немесе ол құқығы бойынша",
    ),
    "ky": (
        "ёйңөүъыьэюя",
        "жана менен бул бир үчүн деп болуп бар же ал адам ар эмес укугу башка",
    ),
    "tg": (
        "ғёӣйқӯҳҷъэюя",
        "ва дар ба аз ки ин бо барои он ҳар ё ҳуқуқ дорад аст шуд мешавад",
    ),
    "tt": (
        "әёйҗңөүһщъыьэюя",
        "һәм белән бу бер өчен дә да булган кеше хокуклы яки аның иде",
    ),
}

_ARABIC = {
    "ar": (
        "ةىيكأإؤئء",
        "في من على أن إلى هذا هذه التي الذي لا ما كان أو كل عن مع وقد له لكل شخص الحق بين هو بعد",
    ),
    "fa": (
        "پچژگکی",
        "و در به از که این را با است آن برای هر یک خود تا بر حق دارد شده شود هم باید یا می او بود کرد های "
        "ها رفت اگر نیست ما چه پس",
    ),
    "ur": (
        "ٹپچڈڑژکگںھہیے",
        "کے کی میں ہے اور سے کو کا کہ پر یہ اس ہیں نے بھی نہیں ہر شخص ایک کر حق تھا یا",
    ),
    "pa": (
        "ٹپچڈڑژکگںھہیے",
        "دے دی وچ تے دا نوں اے نال ایہ ہر توں نیں کسے بندے کوئی حق جے لئی ایس",
    ),
    "ckb": (
        "ئپچڕژڤکگڵۆەھیێ",
        "لە بۆ بە و کە ئەو یان هەر لەگەڵ دا بێ هەموو ئەم خۆی کەس",
    ),
    "ug": (
        "پچژڭگھۆۇۈۋېەىيك",
        "ۋە بىلەن ئۈچۈن بۇ بىر ھەر ھوقۇقىغا ياكى شۇ كىشى بولغان",
    ),
    "ps": (
        "ټپځچڅډړژږښکګڼیېۍئ",
        "د په او چې له سره هر دي کې یو ته حق لري څخه",
    ),
    "sd": (
        "ٻڀٿٽپڄڃڇچڌڊڏڍڙڦڪکگڳڱڻھي",
        "جو ۾ جي کي ۽ سان آهي هر کان تي حق",
    ),
}

_DEVANAGARI = {
    "hi": (
        "़ड़ढ़",
        "के है में की और से का को पर कि यह एक ने भी हैं इस नहीं जो था लिए या हो ही तो कर प्रत्येक अधिकार",
    ),
    "mr": (
        "ळ",
        "आहे आणि या व हे त्या ते होते असे नाही तर किंवा एक मध्ये प्रत्येक अधिकार आहेत करण्यात पण हा",
    ),
    "ne": (
        "",
        "छ र को मा हो यो भएको लागि पनि छन् वा अधिकार प्रत्येक व्यक्तिलाई गर्न एक तथा हुनेछ गर्ने सबै",
    ),
    "sa": (
        "",
        "च अस्ति इति एव वा न सर्वे तथा अपि यत् तस्य अधिकारः सर्वेषां स्यात् भवति सः",
    ),
}

_HEBREW = {
    "he": (
        "",
        "של את על לא הוא כי זה אל גם או כל אם היא יש עם אדם אשר היה לכל זכאי",
    ),
    "yi": (
        "װױײ",
        "און די צו אין דער איז פֿון אַ האָט ניט מיט דאָס אויף יעדער מענטש זיין װאָס מען פון",
    ),
}

_ETHIOPIC = {
    "am": (
        "",
        "ነው እና ላይ ውስጥ ወይም መብት አለው ማንኛውም ሰው ይህ ነበር የሰው እንደ ያለ በሰው",
    ),
    "ti": (
        "",
        "እዩ ናይ ኣብ ነዚ ከም ወይ መሰል ኣለዎ ሰብ ዝኾነ ድማ ካብ ምስ ኩሉ እዚ",
    ),
}

SHARED = {
    "Latin": _LATIN,
    "Cyrillic": _CYRILLIC,
    "Arabic": _ARABIC,
    "Devanagari": _DEVANAGARI,
    "Hebrew": _HEBREW,
    "Ethiopic": _ETHIOPIC,
}
