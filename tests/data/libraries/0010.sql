BEGIN TRANSACTION;
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,        -- what the article is: a digest of title, note and body
    body_key TEXT NOT NULL,          -- a digest of the body alone; '' without one
    own_title TEXT NOT NULL,         -- the title its page gives it, or its first words
    titled INTEGER NOT NULL,         -- whether own_title is the page's
    title TEXT NOT NULL,             -- the title it goes by: own_title, or one that links give it
    title_from TEXT NOT NULL,
    title_key TEXT NOT NULL,         -- folded, without trailing '...'; '' when title is its first words
    title_cut INTEGER NOT NULL,      -- whether a trailing '...' was taken off title_key
    sort_key TEXT NOT NULL,
    head TEXT NOT NULL,              -- the folded first characters of the body, to compare teasers with
    note_head TEXT NOT NULL,         -- the same with the note before the body; '' without note or title
    lead TEXT NOT NULL,
    words INTEGER NOT NULL,
    lang TEXT NOT NULL,
    tags TEXT NOT NULL,              -- a JSON list
    added REAL NOT NULL,
    updated REAL NOT NULL
, pictures TEXT NOT NULL DEFAULT '');
INSERT INTO "articles" VALUES(1,'14358a39f3373bbc38e20cc0e6f60775','402f8fe5fc2a811b','Why bees dance',1,'Why bees dance','page','why bees dance',0,'why bees dance','a bee that has found clover comes home and walks a figure of eight on the comb the others follow her and learn the way 1 the angle the line through the middle of the eight stands for the flight straig','editors note the hive in this article is real the names of the bees are not a bee that has found clover comes home and walks a figure of eight on the comb the others follow her and learn the way 1 the','A bee that has found clover comes home and walks a figure of eight on the comb. The others follow her and learn the way. 1. The angle The line through the middle of the eight stands for the flight. St',79,'en','["wind", "sea"]',1000.0,1000.0,'2001 2002 ');
INSERT INTO "articles" VALUES(2,'e4029838b030d26456d41146a19ffcca','c23ee3db3d3e5f39','The ferry leaves at six, whatever the weather, and so do the…',0,'The ferry leaves at six, whatever the weather, and so do the…','text','',0,'the ferry leaves at six,whatever the weather,and so do the...','the ferry leaves at six whatever the weather and so do the people who mend the nets by seven the harbour is empty but for one dog which waits','','The ferry leaves at six, whatever the weather, and so do the people who mend the nets; by seven the harbour is empty but for one dog, which waits.',30,'en','',1000.0,1000.0,'2101 ');
INSERT INTO "articles" VALUES(3,'07aeef0018fcfc093516ed723cf0a387','e8c0d21ad83cb13f','Notes on rope',1,'Notes on rope','page','notes on rope',0,'notes on rope','rope is older than the wheel somebody twisted two strands of bark one way and then twisted them together the other way and the thing held it has been made in the same manner ever since hemp which like','','Rope is older than the wheel. Somebody twisted two strands of bark one way and then twisted them together the other way, and the thing held. It has been made in the same manner ever since. - Hemp, whi',68,'en','',1000.0,1000.0,'');
INSERT INTO "articles" VALUES(4,'75f561e4c00add9858ff3c1fa92a4933','0e76b6450b7fc335','Maps',1,'Maps','page','maps',0,'maps','a map of the lanes and what not to do with it code with in it','','A map of the lanes, and what [not] to do with it. code with [[12]] in it',19,'en','',1000.0,1000.0,'100001 7 12 ');
INSERT INTO "articles" VALUES(5,'a755e1f8143a28b684fbd8ee0fad5185','dbf655684cd5b24f','Maps again',1,'Maps again','page','maps again',0,'maps again','a map of lanes that go nowhere','','A map of lanes that go nowhere.',9,'en','',1000.0,1000.0,'5 8 ');
INSERT INTO "articles" VALUES(6,'db35f421f001a8f8c0430151f0bd4c81','7a59a7ac64984676','Coffee',1,'Coffee','page','coffee',0,'coffee','it is drunk','','It is drunk.',3,'en','',1000.0,1000.0,'');
CREATE TABLE bodies (
    article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    note TEXT NOT NULL,
    note_label TEXT NOT NULL,
    blocks TEXT NOT NULL
);
INSERT INTO "bodies" VALUES(1,'The hive in this article is real. The names of the bees are not.','Editor''s note:','[["image",[["2001","image",""]],0,""],["paragraph",["A bee that has found clover comes home and walks a figure of eight on the comb. The others follow her and learn the way."],0,""],["heading",["The angle"],1,"1."],["paragraph",["The line through the middle of the eight stands for the flight. Straight up means towards the sun."],0,""],["paragraph",[["2002","image",""]," The picture above was taken through glass, which bees ignore."],0,""],["heading",["The distance"],1,"2."],["item",["A short waggle is a short flight."],1,"1."],["item",["A long one is a long flight..."],1,"2."],["item",["Clover"],1,"•"],["item",["Lime"],1,"•"]]');
INSERT INTO "bodies" VALUES(2,'','','[["paragraph",[["2101","image",""]," The ferry leaves at six, whatever the weather, and so do the people who mend the nets; by seven the harbour is empty but for one dog, which waits."],0,""]]');
INSERT INTO "bodies" VALUES(3,'','','[["paragraph",["Rope is older than the wheel. Somebody twisted two strands of bark one way and then twisted them together the other way, and the thing held. It has been made in the same manner ever since."],0,""],["item",["Hemp, which likes the wet and rots slowly if it is allowed to dry between tides."],1,"-"],["item",["Sisal."],1,"-"],["item",["Cheap."],2,"-"],["code",["splice(a, b) {\n    tuck(3);\n}\n\nwhip(end);"],0,""],["paragraph",["And then it was taken to sea."],0,""]]');
INSERT INTO "bodies" VALUES(4,'','','[["paragraph",["A map ",["100001","image",""]," of the lanes, and what [not] to do with it."],0,""],["image",[["7","image",""]],0,""],["code",["code with [[12]] in it"],0,""]]');
INSERT INTO "bodies" VALUES(5,'','','[["paragraph",[["5","image",""]," ",["8","image",""]," A map of lanes that go nowhere."],0,""]]');
INSERT INTO "bodies" VALUES(6,'','','[["paragraph",["It is drunk."],0,""]]');
CREATE TABLE changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL UNIQUE);
INSERT INTO "changes" VALUES(2,2);
INSERT INTO "changes" VALUES(3,3);
INSERT INTO "changes" VALUES(4,4);
INSERT INTO "changes" VALUES(5,5);
INSERT INTO "changes" VALUES(6,6);
INSERT INTO "changes" VALUES(7,1);
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    teaser TEXT NOT NULL,
    title_key TEXT NOT NULL,
    title_cut INTEGER NOT NULL,
    teaser_key TEXT NOT NULL,
    names INTEGER REFERENCES articles ON DELETE SET NULL,
    target INTEGER REFERENCES articles ON DELETE SET NULL,
    candidates TEXT
);
INSERT INTO "links" VALUES(1,1,1,0,'previous','How honey keeps','','how honey keeps',0,'',NULL,NULL,'');
INSERT INTO "links" VALUES(2,1,1,1,'next','What wasps want','','what wasps want',0,'',NULL,NULL,'');
INSERT INTO "links" VALUES(3,1,1,2,'recommended','Gardens for insects','Leave a corner of the lawn alone and wait. By Jun...','gardens for insects',0,'leave a corner of the lawn alone and wait by jun',NULL,NULL,'');
INSERT INTO "links" VALUES(4,1,1,3,'recommended','[Photos] A year on the roof','[[2003]] In January the hive hums so quietly that...','photos a year on the roof',0,'in january the hive hums so quietly that',NULL,NULL,'');
INSERT INTO "links" VALUES(5,2,2,0,'previous','Timetables','','timetables',0,'',NULL,NULL,'');
INSERT INTO "links" VALUES(6,6,4,0,'recommended','Maps again','[[100001]] [[3]] A map of lanes...','maps again',0,'a map of lanes',NULL,5,'');
INSERT INTO "links" VALUES(7,7,5,0,'previous','Maps','','maps',0,'',NULL,4,'');
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO "meta" VALUES('keys','3');
INSERT INTO "meta" VALUES('library_id','b4d2627fcd004912b522a1c30a1d705b');
INSERT INTO "meta" VALUES('seals','1 9b0b53ad7fed222e');
INSERT INTO "meta" VALUES('visit',2);
CREATE TABLE migrations (name TEXT PRIMARY KEY, applied REAL NOT NULL);
INSERT INTO "migrations" VALUES('0001 first',1.79573221424362349505e+09);
INSERT INTO "migrations" VALUES('0002 trail',1.79573221425263261793e+09);
INSERT INTO "migrations" VALUES('0003 searches',1.79573221425284123425e+09);
INSERT INTO "migrations" VALUES('0004 heads',1.7957322142535941601e+09);
INSERT INTO "migrations" VALUES('0005 revisions',1.79573221425450444224e+09);
INSERT INTO "migrations" VALUES('0006 matches',1.79573221425493860245e+09);
INSERT INTO "migrations" VALUES('0007 marked',1.79573221425533294682e+09);
INSERT INTO "migrations" VALUES('0008 unindexed',1.79573221425541949269e+09);
INSERT INTO "migrations" VALUES('0009 digests',1.79573221425555729861e+09);
INSERT INTO "migrations" VALUES('0010 crowds',1.79573221426545643806e+09);
CREATE TABLE originals (
    source INTEGER PRIMARY KEY REFERENCES sources ON DELETE CASCADE,
    raw BLOB NOT NULL                -- zlib
);
INSERT INTO "originals" VALUES(1,X'78015D523B6EDC3010ED798AE9D2040B7BD31986814D1024315C0449802D162A66A591482C456E48CA82BA1C25C85172949C246F28B97123F0F3F8E67D74B40B9D4532751C5A31E6F86AFFB17325A63799422C72473FAC9075CF422E50B12E13A7E25A8F7DA624EC771511780463EC0191959D9328C3CE18733AED6F6E6E9BC69883DE01C3852C67EAE3143A6A7D7C96446D540A8B2F314E67F6170CA3DE0D13A8402D6EB085A2CA10459FD7D111DBA45CDEC799B0AECFBD705A91332F1071BB82390C1E9ED5947741A5A4380DB6528EAEEBE06B33B14ECB055A943C5548EF55C38EBE97C455CD74A55138642A71E604A46ACB53C0C4EA7ADF34359FAB6B8BDAE033BCC21B807C1115B8CE1F3CE7FC9666EB5ABBE6E78610938067BF2AEF9C6AD1C28860E640D9C6544035C09196C1DBC9A61130BC3C908F6140681BA4EE36C40EE4FF7EFDA10F35FFBA7C722306DCDFDFFDFD4D9F354D3C5CE82272CDC63C3CE8F151CB83816BC6371463BE09BA182574C67C42048230342E17B2B405CF9E846199D1580A28678BD7F31C8821E7A56D8758DF2FF488EC54D8E9AB8D25E6060E1654F9527B8AB1DFA27D8768BF047AE430715A6AF0F53FB5D3982947FA3939295E2FB828E57F3B73FF4D');
INSERT INTO "originals" VALUES(2,X'78011D8DC10D83401003FF54E1025014F24C28831FE2B1074BEE24B845B70B846E524B2ACBC1CB923DB6DBF651DDABAE43E31923A7746062DA5841060D9F12BB27E38D132C133B53965482E200150C72D90BCB32E5D40B66CEC98946367DC11DD0DC8E97E5293959138282E7C50EB8D5304A8244CE53EFF32CF41E3B05D35B51D4F5F3F74513663672136BF107A2DE3CC6');
INSERT INTO "originals" VALUES(3,X'78015590B16EC42010447BBE624B9FE4B849992A4A933457E4BE606DF60E640C166C82AC28FF9E81D31569B0790C33B39C934AA11429A75DCCF9DFEE13883C4E83954CEA386211AA4E244C74499BCCC91EA4D517158B6FA2A299A3C5952BCD9C57188BA97C1060BB0B8387D8C9469A6E02DABC8552FF83787CA8817DBC91936027FA50E3B8D02C30D9D8A2D8BD4DE14D0062848D7C63293E2E3219F34444EFB2ED230AFBC551F02B266D4955B447E4A4854A48351CE4AFE4B50DCB01A04D93C8E6C3C004995A5BAC7A2B65EAC6175F384CFDB4E5BC39E11D994D5DF6E0171978A4F9443F1D35AC5FCB3A3C9F5E3AF8BD4B516C1F245A50F3FA7821D4A81854796D917852E1C9FC010547886F');
INSERT INTO "originals" VALUES(4,X'78015D523B6EDC3010ED798AE9D2040B7BD31986814D1024315C0449802D162A66A591482C456E48CA82BA1C25C85172949C246F28B97123F0F3F8E67D74B40B9D4532751C5A31E6F86AFFB17325A63799422C72473FAC9075CF422E50B12E13A7E25A8F7DA624EC771511780463EC0191959D9328C3CE18733AED6F6E6E9BC69883DE01C3852C67EAE3143A6A7D7C96446D540A8B2F314E67F6170CA3DE0D13A8402D6EB085A2CA10459FD7D111DBA45CDEC799B0AECFBD705A91332F1071BB82390C1E9ED5947741A5A4380DB6528EAEEBE06B33B14ECB055A943C5548EF55C38EBE97C455CD74A55138642A71E604A46ACB53C0C4EA7ADF34359FAB6B8BDAE033BCC21B807C1115B8CE1F3CE7FC9666EB5ABBE6E78610938067BF2AEF9C6AD1C28860E640D9C6544035C09196C1DBC9A61130BC3C908F6140681BA4EE36C40EE4FF7EFDA10F35FFBA7C722306DCDFDFFDFD4D9F354D3C5CE82272CDC63C3CE8F151CB83816BC6371463BE09BA182574C67C42048230342E17B2B405CF9E846199D1580A28678BD7F31C8821E7A56D8758DF2FF488EC54D8E9AB8D25E6060E1654F9527B8AB1DFA27D8768BF047AE430715A6AF0F53FB5D3982947FA3939295E2FB828E57F3B73FF4D');
INSERT INTO "originals" VALUES(5,X'78015D523B6EDC3010ED798AE9D2040B7BD31986814D1024315C0449802D162A66A591482C456E48CA82BA1C25C85172949C246F28B97123F0F3F8E67D74B40B9D4532751C5A31E6F86AFFB17325A63799422C72473FAC9075CF422E50B12E13A7E25A8F7DA624EC771511780463EC0191959D9328C3CE18733AED6F6E6E9BC69883DE01C3852C67EAE3143A6A7D7C96446D540A8B2F314E67F6170CA3DE0D13A8402D6EB085A2CA10459FD7D111DBA45CDEC799B0AECFBD705A91332F1071BB82390C1E9ED5947741A5A4380DB6528EAEEBE06B33B14ECB055A943C5548EF55C38EBE97C455CD74A55138642A71E604A46ACB53C0C4EA7ADF34359FAB6B8BDAE033BCC21B807C1115B8CE1F3CE7FC9666EB5ABBE6E78610938067BF2AEF9C6AD1C28860E640D9C6544035C09196C1DBC9A61130BC3C908F6140681BA4EE36C40EE4FF7EFDA10F35FFBA7C722306DCDFDFFDFD4D9F354D3C5CE82272CDC63C3CE8F151CB83816BC6371463BE09BA182574C67C42048230342E17B2B405CF9E846199D1580A28678BD7F31C8821E7A56D8758DF2FF488EC54D8E9AB8D25E6060E1654F9527B8AB1DFA27D8768BF047AE430715A6AF0F53FB5D3982947FA3939295E2FB828E57F3B73FF4D');
INSERT INTO "originals" VALUES(6,X'78013D8EB10EC2300C44777FC57D008A280CCC7C4017562B83D5041289D8951AA9BF8FDB48DC70CB9DEF799675239A4F7FA2C90AE6E9EA9A6284BDD14BC657346F178826EC453A58AD47744332ECB517D41E88981F3112C1B558CA23F1B19B0F55F50ED12B2FD65AD63488908F543D2EFF44E6BBD7C7234E3FC92104FA016C3B31A2');
INSERT INTO "originals" VALUES(7,X'7801F34D2C2856484C4FCCCCE3E2F2456247479BC6C62A44475B00494785DCC40285FC34859CC4BCD46285928CC41285F47C85BCFCF28CD4A2543D2E2E1B1BAB430B1440DAB9000B5A19CF');
INSERT INTO "originals" VALUES(8,X'780173CE4F4B4B4DE5E27286D29E250A99C50A2945A579D97A5C0087D708EE');
CREATE TABLE recent_searches (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    query TEXT NOT NULL UNIQUE,
    at REAL NOT NULL
);
INSERT INTO "recent_searches" VALUES(1,'bees',5.0);
CREATE TABLE revisions (part TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "revisions" VALUES('articles',14);
INSERT INTO "revisions" VALUES('state',2);
INSERT INTO "revisions" VALUES('tags',2);
CREATE TABLE saved_searches (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    saved REAL NOT NULL
) WITHOUT ROWID;
INSERT INTO "saved_searches" VALUES('bees','bees','bees OR wasps',5.0);
CREATE TABLE seals (
    part TEXT NOT NULL,
    id NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (part, id)
) WITHOUT ROWID;
INSERT INTO "seals" VALUES('articles',1,X'F67268D1A47D9BBE');
INSERT INTO "seals" VALUES('articles',2,X'B219B2DF2CDDC214');
INSERT INTO "seals" VALUES('articles',3,X'32DD995BEC474D43');
INSERT INTO "seals" VALUES('articles',4,X'1E984376BEF917F6');
INSERT INTO "seals" VALUES('articles',5,X'E6D945AE74CA6B96');
INSERT INTO "seals" VALUES('articles',6,X'33DF6751011A6459');
INSERT INTO "seals" VALUES('bodies',1,X'7B05884543146244');
INSERT INTO "seals" VALUES('bodies',2,X'E0677A7F4B78AFA9');
INSERT INTO "seals" VALUES('bodies',3,X'C8404A6184DEFA74');
INSERT INTO "seals" VALUES('bodies',4,X'E30DF66363A067E6');
INSERT INTO "seals" VALUES('bodies',5,X'22EB5430265CBEA1');
INSERT INTO "seals" VALUES('bodies',6,X'7F8CB4D0F15B013B');
INSERT INTO "seals" VALUES('links',1,X'60C4D325103A2EB9');
INSERT INTO "seals" VALUES('links',2,X'689BFACF0D5739E2');
INSERT INTO "seals" VALUES('links',6,X'BD96573BA7C6A282');
INSERT INTO "seals" VALUES('links',7,X'56AF1F5EE9385AF4');
INSERT INTO "seals" VALUES('meta','keys',X'1D16546164B1B577');
INSERT INTO "seals" VALUES('meta','library_id',X'862ED4B2F79FDC6A');
INSERT INTO "seals" VALUES('meta','seals',X'611DF7A00151AB67');
INSERT INTO "seals" VALUES('meta','visit',X'EB824700AAE7747B');
INSERT INTO "seals" VALUES('recent_searches',1,X'395EBF0912EF479F');
INSERT INTO "seals" VALUES('saved_searches','bees',X'12A96443237ED212');
INSERT INTO "seals" VALUES('sources',1,X'9BA8F9583A4B7113');
INSERT INTO "seals" VALUES('sources',2,X'A2D9544D69B42DBB');
INSERT INTO "seals" VALUES('sources',3,X'4527DBCD9913D1A4');
INSERT INTO "seals" VALUES('sources',4,X'83A4446C8A1E8B69');
INSERT INTO "seals" VALUES('sources',5,X'A0D96B296A32B4D2');
INSERT INTO "seals" VALUES('sources',6,X'D45F6387CE16A406');
INSERT INTO "seals" VALUES('sources',7,X'A04CEE5BCE43EBA9');
INSERT INTO "seals" VALUES('sources',8,X'63462C0ACAA8A65C');
INSERT INTO "seals" VALUES('state',2,X'881B53770CBAD0C6');
INSERT INTO "seals" VALUES('state',3,X'95B4F9EA23A12D9E');
INSERT INTO "seals" VALUES('visits',1,X'939A346C92EA1710');
INSERT INTO "seals" VALUES('visits',2,X'E61A47FE0529FF07');
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    uri NOT NULL UNIQUE,             -- text; bytes for a path that is not text
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    digest TEXT NOT NULL,
    encoding TEXT NOT NULL,
    added REAL NOT NULL
, stated TEXT);
INSERT INTO "sources" VALUES(1,'/pages/bees.txt',1,'48b0243c77fdc3f5f464cb7349450253','utf-8',1000.0,'420ecdae71e7d5af51a8de352317fdfa');
INSERT INTO "sources" VALUES(2,'/pages/untitled.txt',2,'3a7ea636750d3ca4cfb15fe7b5c4d8bd','utf-8',1000.0,'ef0e41cc988e9e8c6b3f1a96b3513483');
INSERT INTO "sources" VALUES(3,'/pages/wrapped.txt',3,'77a7c27bc758ef91ce509cc24c9502ae','utf-8',1000.0,'');
INSERT INTO "sources" VALUES(4,'/copies/first.txt',1,'48b0243c77fdc3f5f464cb7349450253','utf-8',1000.0,'420ecdae71e7d5af51a8de352317fdfa');
INSERT INTO "sources" VALUES(5,'/copies/again.txt',1,'48b0243c77fdc3f5f464cb7349450253','utf-8',1000.0,'420ecdae71e7d5af51a8de352317fdfa');
INSERT INTO "sources" VALUES(6,'/pages/map.txt',4,'438c8d323b64bdc2f03d4a3b096e6664','utf-8',1000.0,'982335c4ab6aa47a84ea9cb1e348624e');
INSERT INTO "sources" VALUES(7,'/pages/again.txt',5,'bc68e47f318dce2e1deaf1b02889c540','utf-8',1000.0,'7c927e63a27b8c163e573a7954839be0');
INSERT INTO "sources" VALUES(8,X'2F70616765732F636166E92E747874',6,'58bcf8d0d66c6497db4254ff433eedfe','utf-8',1000.0,'');
CREATE TABLE state (
    article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    read REAL,
    starred INTEGER NOT NULL DEFAULT 0,
    block INTEGER NOT NULL DEFAULT -1,
    char INTEGER NOT NULL DEFAULT 0,
    progress REAL NOT NULL DEFAULT 0
);
INSERT INTO "state" VALUES(2,2000.0,0,1,4,0.5);
INSERT INTO "state" VALUES(3,NULL,1,-1,0,0.0);
CREATE TABLE tags (
    tag TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (tag, article)
) WITHOUT ROWID;
INSERT INTO "tags" VALUES('sea',1);
INSERT INTO "tags" VALUES('wind',1);
CREATE TABLE unindexed (
    article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    reason TEXT NOT NULL
);
CREATE TABLE visits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent INTEGER,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    block INTEGER NOT NULL,
    char INTEGER NOT NULL,
    query TEXT NOT NULL,
    at REAL NOT NULL,
    "left" INTEGER NOT NULL DEFAULT 0
, selected INTEGER, focus TEXT NOT NULL DEFAULT 'article', "match" INTEGER NOT NULL DEFAULT 0, marked INTEGER NOT NULL DEFAULT 1);
INSERT INTO "visits" VALUES(1,NULL,1,0,1,'bees',5.0,1,2,'list',1,1);
INSERT INTO "visits" VALUES(2,1,2,1,1,'',6.0,0,NULL,'article',0,1);
CREATE INDEX articles_added ON articles (added DESC);
CREATE INDEX articles_sort ON articles (sort_key);
CREATE INDEX articles_words ON articles (words);
CREATE INDEX tags_article ON tags (article);
CREATE INDEX sources_article ON sources (article);
CREATE INDEX links_article ON links (article);
CREATE INDEX links_source ON links (source);
CREATE INDEX links_target ON links (target) WHERE target IS NOT NULL;
CREATE INDEX links_wanted ON links (title_key, article) WHERE target IS NULL AND candidates = '';
CREATE INDEX state_read ON state (article, read) WHERE read IS NOT NULL;
CREATE INDEX state_starred ON state (article) WHERE starred;
CREATE INDEX visits_parent ON visits (parent);
CREATE INDEX visits_article ON visits (article);
CREATE INDEX visits_left ON visits ("left");
CREATE TRIGGER visit_gone AFTER DELETE ON visits BEGIN
    UPDATE visits SET parent = OLD.parent WHERE parent = OLD.id;
    UPDATE meta SET value = OLD.parent WHERE name = 'visit' AND value = OLD.id;
END;
CREATE TRIGGER article_added AFTER INSERT ON articles BEGIN
    REPLACE INTO changes (article) VALUES (NEW.id);
END;
CREATE TRIGGER article_changed AFTER UPDATE OF key, title, lang, tags ON articles
WHEN OLD.key <> NEW.key OR OLD.title <> NEW.title OR OLD.lang <> NEW.lang OR OLD.tags <> NEW.tags BEGIN
    REPLACE INTO changes (article) VALUES (NEW.id);
END;
CREATE TRIGGER article_gone AFTER DELETE ON articles BEGIN
    REPLACE INTO changes (article) VALUES (OLD.id);
END;
CREATE INDEX links_neighbour ON links (title_key, kind, article) WHERE kind IN ('previous', 'next');
CREATE INDEX articles_body ON articles (body_key);
CREATE INDEX articles_lang ON articles (lang);
CREATE TRIGGER revision_article_added AFTER INSERT ON articles BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_article_changed AFTER UPDATE OF added, words, lang ON articles
WHEN OLD.added <> NEW.added OR OLD.words <> NEW.words OR OLD.lang <> NEW.lang BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_article_gone AFTER DELETE ON articles BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_source_added AFTER INSERT ON sources BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_source_changed AFTER UPDATE OF uri, article ON sources BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_source_gone AFTER DELETE ON sources BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'articles';
END;
CREATE TRIGGER revision_state_added AFTER INSERT ON state
WHEN NEW.read IS NOT NULL OR NEW.starred BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'state';
END;
CREATE TRIGGER revision_state_changed AFTER UPDATE OF article, read, starred ON state
WHEN OLD.article <> NEW.article OR OLD.read IS NOT NEW.read OR OLD.starred <> NEW.starred BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'state';
END;
CREATE TRIGGER revision_state_gone AFTER DELETE ON state
WHEN OLD.read IS NOT NULL OR OLD.starred BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'state';
END;
CREATE TRIGGER revision_tag_added AFTER INSERT ON tags BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'tags';
END;
CREATE TRIGGER revision_tag_changed AFTER UPDATE ON tags BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'tags';
END;
CREATE TRIGGER revision_tag_gone AFTER DELETE ON tags BEGIN
    UPDATE revisions SET number = number + 1 WHERE part = 'tags';
END;
CREATE INDEX sources_stated ON sources (article, stated) WHERE stated <> '';
CREATE INDEX articles_title ON articles (title_key, titled, head) WHERE title_key <> '';
CREATE INDEX articles_note_title ON articles (title_key, titled, note_head)
WHERE title_key <> '' AND note_head <> '';
CREATE INDEX articles_cut ON articles (substr(title_key, 1, 10), head) WHERE title_cut;
CREATE INDEX articles_note_cut ON articles (substr(title_key, 1, 10), note_head)
WHERE title_cut AND note_head <> '';
CREATE INDEX articles_head ON articles (head) WHERE head <> '';
CREATE INDEX articles_note_head ON articles (note_head) WHERE note_head <> '';
CREATE INDEX links_teaser ON links (teaser_key, title_key);
CREATE INDEX links_cut ON links (title_key) WHERE title_cut;
CREATE INDEX links_names ON links (names, title_cut, title_key, title, article) WHERE names IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('changes',7);
INSERT INTO "sqlite_sequence" VALUES('articles',6);
INSERT INTO "sqlite_sequence" VALUES('visits',2);
INSERT INTO "sqlite_sequence" VALUES('recent_searches',1);
COMMIT;
