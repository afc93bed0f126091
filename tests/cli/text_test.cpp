#include "app/cli/size_text.h"
#include "app/cli/terminal_text.h"

#include <QTest>

#include <limits>

using namespace gantry;

class TextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsSizes_data();
    void readsSizes();
    void readsDurations_data();
    void readsDurations();
    void writesSizesByLocale();
    void writesDurations();
    void percentIsHonest();
    void makesHarmless_data();
    void makesHarmless();
    void measures();
    void elides();
};

void TextTest::readsSizes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("bytes"); // -1: none
    const auto row = [](const char *text, qint64 bytes) {
        QTest::newRow(text) << QString::fromUtf8(text) << bytes;
    };
    row("0", 0);
    row("10485760", 10'485'760);
    row("7B", 7);
    row("64KiB", 65'536);
    row("16MiB", 16'777'216);
    row("16 mib", 16'777'216);
    row(" 1GiB ", 1'073'741'824);
    row("1.5GiB", 1'610'612'736);
    row("0.000001TiB", 1'099'511);
    row("25GB", 25'000'000'000);
    row("1kB", 1000);
    row("8388607.999999TiB", 9'223'372'036'853'676'296);
    row("9223372036854775807", std::numeric_limits<qint64>::max());
    row("9223372036854775808", -1);
    row("8388608TiB", -1);
    row("99999999999999999999", -1);
    row("", -1);
    row("MiB", -1);
    row("16M", -1);
    row("-1", -1);
    row("+1", -1);
    row("1e6", -1);
    row("0x10", -1);
    row("1,5GiB", -1);
    row("1.GiB", -1);
    row(".5GiB", -1);
    row("1 2", -1);
    row("16MiB;", -1);
    row("١MiB", -1);
}

void TextTest::readsSizes()
{
    QFETCH(QString, text);
    QFETCH(qint64, bytes);
    QCOMPARE(sizeFromText(text).value_or(-1), bytes);
}

void TextTest::readsDurations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("ms"); // -1: none
    const auto row = [](const char *text, qint64 ms) {
        QTest::newRow(text) << QString::fromUtf8(text) << ms;
    };
    row("0", 0);
    row("90", 90'000);
    row("90s", 90'000);
    row("250ms", 250);
    row("1.5m", 90'000);
    row("5min", 300'000);
    row("2h", 7'200'000);
    row("3d", 259'200'000);
    row("soon", -1);
    row("-1s", -1);
    row("5 years", -1);
    row("9223372036854775807d", -1);
}

void TextTest::readsDurations()
{
    QFETCH(QString, text);
    QFETCH(qint64, ms);
    QCOMPARE(durationFromText(text).value_or(std::chrono::milliseconds(-1)).count(), ms);
}

void TextTest::writesSizesByLocale()
{
    QCOMPARE(sizeText(QLocale::c(), 0), QStringLiteral("0 bytes"));
    QCOMPARE(sizeText(QLocale::c(), 1023), QStringLiteral("1023 bytes"));
    QCOMPARE(sizeText(QLocale::c(), 25'000'000'000), QStringLiteral("23.3 GiB"));
    QCOMPARE(sizeText(QLocale(QLocale::German), 25'000'000'000), QStringLiteral("23,3 GiB"));
    QCOMPARE(speedText(QLocale::c(), 117'440'512), QStringLiteral("112.0 MiB/s"));
    QCOMPARE(countText(QLocale(QLocale::English), 1, QStringLiteral("file"), QStringLiteral("files")),
             QStringLiteral("1 file"));
    QCOMPARE(countText(QLocale(QLocale::English), 2000, QStringLiteral("file"), QStringLiteral("files")),
             QStringLiteral("2,000 files"));
}

void TextTest::writesDurations()
{
    QCOMPARE(durationText(-3), QStringLiteral("0 s"));
    QCOMPARE(durationText(59), QStringLiteral("59 s"));
    QCOMPARE(durationText(60), QStringLiteral("1 min"));
    QCOMPARE(durationText(184), QStringLiteral("3 min 4 s"));
    QCOMPARE(durationText(7'500), QStringLiteral("2 h 5 min"));
    QCOMPARE(durationText(273'600), QStringLiteral("3 d 4 h"));
}

void TextTest::percentIsHonest()
{
    QCOMPARE(percentText(0, 0), QStringLiteral("100 %")); // an empty file has nothing missing
    QCOMPARE(percentText(0, 10), QStringLiteral("0 %"));
    QCOMPARE(percentText(999'999, 1'000'000), QStringLiteral("99 %"));
    QCOMPARE(percentText(1'000'000, 1'000'000), QStringLiteral("100 %"));
    const qint64 most = std::numeric_limits<qint64>::max();
    QCOMPARE(percentText(most - 1, most), QStringLiteral("99 %"));
    QCOMPARE(percentText(most / 2, most), QStringLiteral("50 %"));
}

void TextTest::makesHarmless_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("harmless");
    const auto row = [](const char *name, const QString &text, const QString &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("plain", QStringLiteral("Фильм 映画 é 🎬.mov"), QStringLiteral("Фильм 映画 é 🎬.mov"));
    row("escape", QStringLiteral("\x1b[2Jx"), QStringLiteral("?[2Jx"));
    row("eight-bit escape", QString(QChar(0x9b)) + QStringLiteral("2J"), QStringLiteral("?2J"));
    row("breaks", QStringLiteral("a\r\nb\tc"), QStringLiteral("a??b?c"));
    row("nul", QString(QChar(0)), QStringLiteral("?"));
    row("delete", QString(QChar(0x7f)), QStringLiteral("?"));
    row("right to left", QStringLiteral("a") + QChar(0x202e) + QStringLiteral("vom.exe"),
        QStringLiteral("a?vom.exe"));
    row("isolate", QString(QChar(0x2066)), QStringLiteral("?"));
    row("line separator", QString(QChar(0x2028)), QStringLiteral("?"));
    row("zero width space", QString(QChar(0x200b)), QStringLiteral("?"));
    row("joiner stays", QStringLiteral("👩") + QChar(0x200d) + QStringLiteral("🚀"),
        QStringLiteral("👩") + QChar(0x200d) + QStringLiteral("🚀"));
    row("lone surrogate", QString(QChar(0xd800)), QString(QChar(QChar::ReplacementCharacter)));
}

void TextTest::makesHarmless()
{
    QFETCH(QString, text);
    QTEST(harmless(text), "harmless");
}

void TextTest::measures()
{
    QCOMPARE(displayWidth(QStringLiteral("abc")), 3);
    QCOMPARE(displayWidth(QStringLiteral("映画")), 4);
    QCOMPARE(displayWidth(QStringLiteral("e\u0301")), 1);
    QCOMPARE(displayWidth(QStringLiteral("🎬")), 2);
    QCOMPARE(padRight(QStringLiteral("映"), 4), QStringLiteral("映  "));
    QCOMPARE(padLeft(QStringLiteral("x"), 3), QStringLiteral("  x"));
    QCOMPARE(padLeft(QStringLiteral("long"), 2), QStringLiteral("long"));
}

void TextTest::elides()
{
    const QString mark = QStringLiteral("…");
    QCOMPARE(elideMiddle(QStringLiteral("A001_C003_0815.mov"), 18, mark),
             QStringLiteral("A001_C003_0815.mov"));
    QCOMPARE(elideMiddle(QStringLiteral("A001_C003_0815.mov"), 12, mark), QStringLiteral("A001_C…5.mov"));
    QCOMPARE(elideRight(QStringLiteral("abcdef"), 4, mark), QStringLiteral("abc…"));
    QCOMPARE(elideRight(QStringLiteral("abcdef"), 1, mark), QStringLiteral("a"));
    QCOMPARE(elideRight(QStringLiteral("abcdef"), 0, mark), QString());
    for (int columns = 0; columns < 20; ++columns)
        for (const QString &text : {QStringLiteral("映画映画映画映画.mov"),
                                    QStringLiteral("e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"),
                                    QStringLiteral("🎬🎬🎬🎬🎬🎬🎬🎬🎬🎬🎬")}) {
            QVERIFY(displayWidth(elideMiddle(text, columns, mark)) <= columns);
            QVERIFY(displayWidth(elideRight(text, columns, mark)) <= columns);
        }
}

QTEST_APPLESS_MAIN(TextTest)
#include "text_test.moc"
