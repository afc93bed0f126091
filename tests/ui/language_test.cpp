// The program's language: texts without their contexts, plural forms, and the made-up language that shows
// what was never wrapped.
#include "ui/text/format.h"
#include "ui/text/language.h"
#include "ui/text/upload_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTest>
#include <QTranslator>

using namespace gantry;

namespace {

QString translated(const char *source, const char *comment = nullptr, int n = -1)
{
    return QCoreApplication::translate("NoSuchContext", source, comment, n);
}

qsizetype translators()
{
    return QCoreApplication::instance()->findChildren<QTranslator *>().size();
}

} // namespace

class LanguageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        installTranslations(*QCoreApplication::instance(), QStringLiteral("en"));
        QLocale::setDefault(QLocale::c());
    }

    void englishHasPluralForms()
    {
        installTranslations(*QCoreApplication::instance(), QStringLiteral("en"));
        QCOMPARE(translated("%n day(s)", "duration", 1), QStringLiteral("1 day"));
        QCOMPARE(translated("%n day(s)", "duration", 3), QStringLiteral("3 days"));
        QCOMPARE(moodText(UploadMood::Done), QStringLiteral("Done"));
    }

    void timesAreSpokenInWords()
    {
        installTranslations(*QCoreApplication::instance(), QStringLiteral("en"));
        QCOMPARE(spokenTimeLeftText(std::nullopt), QString());
        QCOMPARE(spokenTimeLeftText(-1), QString());
        QCOMPARE(spokenTimeLeftText(0), QStringLiteral("0 seconds left"));
        QCOMPARE(spokenTimeLeftText(1), QStringLiteral("1 second left"));
        QCOMPARE(spokenTimeLeftText(125), QStringLiteral("2 minutes left"));
        QCOMPARE(spokenTimeLeftText(3'600), QStringLiteral("1 hour left"));
        QCOMPARE(spokenTimeLeftText(7'500), QStringLiteral("2 hours 5 minutes left"));
        QCOMPARE(spokenTimeLeftText(26 * 3'600), QStringLiteral("1 day 2 hours left"));
        QCOMPARE(spokenTimeLeftText(5 * 86'400 + 7'200), QStringLiteral("5 days left"));
        QCOMPARE(spokenTimeLeftText(qint64{400} * 86'400), QStringLiteral("over 99 days left"));
        QCOMPARE(remainingText(7'500), QStringLiteral("2 h 5 min"));
        QCOMPARE(remainingText(qint64{400} * 86'400), QStringLiteral("over 99 days"));
        QCOMPARE(remainingText(std::nullopt), QString());
    }

    void timesOfDayAreWrittenAsTheLanguageDoes()
    {
        const qint64 afternoon = QDateTime(QDate(2026, 3, 12), QTime(14, 5, 9)).toMSecsSinceEpoch();
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(clockText(afternoon), QStringLiteral("14:05:09"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QVERIFY2(clockText(afternoon).startsWith(QStringLiteral("2:05:09")),
                 qPrintable(clockText(afternoon)));
        QLocale::setDefault(QLocale(QLocale::Finnish));
        QCOMPARE(clockText(afternoon), QStringLiteral("14.05.09"));
        QLocale::setDefault(QLocale::c());
        QCOMPARE(clockText(afternoon), QStringLiteral("14:05:09"));
    }

    void germanIsSpoken()
    {
        installTranslations(*QCoreApplication::instance(), QStringLiteral("de"));
        QCOMPARE(moodText(UploadMood::Paused), QStringLiteral("Pausiert"));
        QCOMPARE(translated("%n day(s)", "duration", 1), QStringLiteral("1 Tag"));
        QCOMPARE(translated("%n day(s)", "duration", 3), QStringLiteral("3 Tage"));
        QCOMPARE(QLocale().language(), QLocale::German);
        QVERIFY(sizeText(25'300'000'000).contains(QLatin1Char(',')));
    }

    void commentTellsEqualTextsApart()
    {
        installTranslations(*QCoreApplication::instance(), QStringLiteral("de"));
        QCOMPARE(moodText(UploadMood::Waiting), QStringLiteral("Wartend")); // several of them
        QCOMPARE(stageText(Stage::Queued), QStringLiteral("Wartet"));       // this one
        QCOMPARE(translated("Automatic"), QStringLiteral("Automatic"));     // known with a comment only
    }

    void madeUpLanguageShowsEachText()
    {
        installTranslations(*QCoreApplication::instance(), QStringLiteral("qps"));
        const QString done = moodText(UploadMood::Done);
        QVERIFY2(done.startsWith(QChar(0xab)) && done.endsWith(QChar(0xbb)), qPrintable(done));
        QVERIFY(10 * done.size() >= 14 * QStringLiteral("Done").size());
        // What is put in stays as it is.
        QVERIFY(translated("%n day(s)", "duration", 3).contains(QLatin1Char('3')));
    }

    void unknownLanguageIsEnglish()
    {
        installTranslations(*QCoreApplication::instance(), QStringLiteral("eo"));
        QCOMPARE(moodText(UploadMood::Done), QStringLiteral("Done"));
        QCOMPARE(translated("%n day(s)", "duration", 1), QStringLiteral("1 day"));
    }

    void anotherOneReplacesTheFirst()
    {
        installTranslations(*QCoreApplication::instance(), QStringLiteral("en"));
        const qsizetype before = translators();
        installTranslations(*QCoreApplication::instance(), QStringLiteral("de"));
        installTranslations(*QCoreApplication::instance(), QStringLiteral("en"));
        QCOMPARE(translators(), before);
        QCOMPARE(moodText(UploadMood::Paused), QStringLiteral("Paused"));
    }
};

QTEST_GUILESS_MAIN(LanguageTest)
#include "language_test.moc"
