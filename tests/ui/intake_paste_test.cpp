#include "ui/intake/paste.h"

#include <QDir>
#include <QMimeData>
#include <QSysInfo>
#include <QTest>
#include <QUrl>

using namespace gantry;

class IntakePasteTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data();
    void text();
    void urlsComeBeforeText();
    void whatIsElsewhereIsNoFile();
    void nothingIsNothing();
};

void IntakePasteTest::text_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("paths");
    const QString home = QDir::homePath();
    const auto row = [](const char *name, const char *text, const QStringList &paths) {
        QTest::newRow(name) << QString::fromUtf8(text) << paths;
    };
    const auto list = [](std::initializer_list<const char *> paths) {
        QStringList made;
        for (const char *path : paths)
            made.append(QString::fromUtf8(path));
        return made;
    };
    row("nothing", "", {});
    row("blanks", " \n\t\n", {});
    row("one", "/a/b.mov", list({"/a/b.mov"}));
    row("lines", "/a\n/b c\r\n\n  /d  \n", list({"/a", "/b c", "/d"}));
    row("each once", "/a\n/b\n/a", list({"/a", "/b"}));
    row("url", "file:///a/b%20c%23.mov", list({"/a/b c#.mov"}));
    row("url with a blank", "file:///a/b c.mov", list({"/a/b c.mov"}));
    row("url of this computer", "file://localhost/a", list({"/a"}));
    row("upper case", "FILE:///a", list({"/a"}));
    row("url elsewhere", "file://other.example/a", {});
    row("web", "https://example.com/a.mov", {});
    row("home", "~", {home});
    row("in home", "~/a b", {home + QStringLiteral("/a b")});
    row("somebody's home", "~root/a", {});
    row("double quotes", "\"/a b\"", list({"/a b"}));
    row("single quotes", "'/a b'", list({"/a b"}));
    row("quoted one after another", "'/a b' \"/c d\"  '/e'", list({"/a b", "/c d", "/e"}));
    row("quote in quotes", "'/it'\\''s'", list({"/it's"}));
    row("escape in quotes", "\"/a \\\"b\\\"\"", list({"/a \"b\""}));
    row("quotes without end", "'/a b", {});
    row("quoted url", "'file:///a%20b'", list({"/a b"}));
    row("prose", "Look at this", {});
    row("relative", "a/b.mov", {});
    row("prose and a path", "see below\n/a\nthanks", list({"/a"}));
    row("what file managers copy", "copy\nfile:///a\nfile:///b", list({"/a", "/b"}));
    row("not ASCII", "/映画/é.mov\nfile:///%C3%A9", list({"/映画/é.mov", "/é"}));
    row("a quote inside", "/it's here", list({"/it's here"}));
}

void IntakePasteTest::text()
{
    QFETCH(QString, text);
    QFETCH(QStringList, paths);
    QCOMPARE(pathsInText(text), paths);
    QMimeData data;
    data.setText(text);
    QCOMPARE(pathsIn(data), paths);
}

void IntakePasteTest::urlsComeBeforeText()
{
    QMimeData data;
    data.setText(QStringLiteral("/from/text"));
    data.setUrls({QUrl(QStringLiteral("file:///from/url%20one")), QUrl(QStringLiteral("file:///two"))});
    QCOMPARE(pathsIn(data), QStringList({QStringLiteral("/from/url one"), QStringLiteral("/two")}));
    QVERIFY(hasLocalFiles(data));
}

void IntakePasteTest::whatIsElsewhereIsNoFile()
{
    QMimeData data;
    data.setUrls({QUrl(QStringLiteral("https://example.com/a")), QUrl(QStringLiteral("smb://server/a")),
                  QUrl(QStringLiteral("file://other.example/a")), QUrl(QStringLiteral("file:"))});
    QCOMPARE(pathsIn(data), QStringList());
    QVERIFY(!hasLocalFiles(data));

    const QString here = QStringLiteral("file://") + QSysInfo::machineHostName() + QStringLiteral("/a");
    data.setUrls(data.urls() << QUrl(here));
    QCOMPARE(pathsIn(data), QStringList{QStringLiteral("/a")});
    QVERIFY(hasLocalFiles(data));
}

void IntakePasteTest::nothingIsNothing()
{
    QMimeData data;
    data.setData(QStringLiteral("image/png"), "x");
    QCOMPARE(pathsIn(data), QStringList());
    QVERIFY(!hasLocalFiles(data));
}

QTEST_GUILESS_MAIN(IntakePasteTest)
#include "intake_paste_test.moc"
