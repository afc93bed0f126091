// Names from outside within the program's own texts: what could turn them or format them does not.
#include "tests/ui/made_up_uploads.h"
#include "ui/text/names.h"
#include "ui/text/upload_words.h"

#include <QLocale>
#include <QTextDocument>

using namespace gantry;

namespace {

const QString hebrew = QStringLiteral("\u05e1\u05e8\u05d8 1.mov");

QString isolated(const QString &name)
{
    return QChar(0x2068) + name + QChar(0x2069);
}

} // namespace

class NamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QLocale::setDefault(QLocale::c()); }
    void onlyWhatCouldTurnIsIsolated_data();
    void onlyWhatCouldTurnIsIsolated();
    void inALanguageFromTheRightAllAre();
    void aPathIsReadFromTheLeftInOneLine();
    void aToolTipShowsEachCharacter();
    void aSpokenRowKeepsItsOrder();
};

void NamesTest::onlyWhatCouldTurnIsIsolated_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("turns");
    QTest::newRow("Latin") << QStringLiteral("A001_C002.mov") << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("Greek, Chinese, emoji") << QStringLiteral("\u03b1 \u4e2d \U0001f3ac.mov") << false;
    QTest::newRow("Hebrew") << hebrew << true;
    QTest::newRow("Arabic within Latin") << QStringLiteral("a \u0641\u064a b") << true;
    QTest::newRow("Arabic digits") << QStringLiteral("\u0661\u0662.mov") << true;
    QTest::newRow("override") << QStringLiteral("mov.\u202egpj") << true;
    QTest::newRow("beyond 16 bits") << QStringLiteral("\U0001e900.mov") << true; // Adlam
}

void NamesTest::onlyWhatCouldTurnIsIsolated()
{
    QFETCH(const QString, name);
    QFETCH(const bool, turns);
    QCOMPARE(embedded(name), turns ? isolated(name) : name);
}

void NamesTest::inALanguageFromTheRightAllAre()
{
    QLocale::setDefault(QLocale(QLocale::Hebrew));
    QCOMPARE(embedded(QStringLiteral("A001.mov")), isolated(QStringLiteral("A001.mov")));
}

void NamesTest::aPathIsReadFromTheLeftInOneLine()
{
    QCOMPARE(embeddedPath(QStringLiteral("a\nb/c")), QStringLiteral("\u2066a\u21b5b/c\u2069"));
}

void NamesTest::aToolTipShowsEachCharacter()
{
    const QString tip = literalToolTip(QStringLiteral("<b>a</b>\n&amp;"));
    QVERIFY(Qt::mightBeRichText(tip));
    QVERIFY(tip.contains(QStringLiteral("&lt;b&gt;a&lt;/b&gt;\n&amp;amp;")));
}

void NamesTest::aSpokenRowKeepsItsOrder()
{
    UploadSnapshot upload = madeUpUpload(1, QStringLiteral("folder/") + hebrew, Stage::Done);
    const QString spoken = spokenText(upload, 0);
    QVERIFY2(spoken.startsWith(isolated(hebrew) + QLatin1String(", ")), qPrintable(spoken));
    QVERIFY2(spoken.endsWith(QLatin1String("studio")), qPrintable(spoken));
}

QTEST_GUILESS_MAIN(NamesTest)
#include "names_test.moc"
