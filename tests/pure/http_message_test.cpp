// What headers of an answer say of time.
#include "engine/protocol/http_message.h"

#include <QTest>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

constexpr qint64 inNovember = 784'111'777'000; // RFC 9110's example, in ms

} // namespace

class HttpMessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dates_data();
    void dates();
    void aDateIsNoLocalTime();
    void waits();
};

void HttpMessageTest::dates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isDate");
    QTest::newRow("as it should be") << QByteArray("Sun, 06 Nov 1994 08:49:37 GMT") << true;
    QTest::newRow("with white space") << QByteArray(" Sun,  06 Nov 1994 08:49:37 GMT ") << true;
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("another zone") << QByteArray("Sun, 06 Nov 1994 08:49:37 CET") << false;
    QTest::newRow("the wrong day") << QByteArray("Mon, 06 Nov 1994 08:49:37 GMT") << false;
    QTest::newRow("no such day") << QByteArray("Wed, 31 Feb 2024 08:49:37 GMT") << false;
    QTest::newRow("a number") << QByteArray("784111777") << false;
}

void HttpMessageTest::dates()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isDate);
    const std::optional<qint64> date = dateIn({{"X-Date", "nonsense"}, {"date", text}}, "Date");
    QCOMPARE(date.has_value(), isDate);
    QCOMPARE(date.value_or(inNovember), inNovember);
}

void HttpMessageTest::aDateIsNoLocalTime()
{
    const QByteArray zone = qgetenv("TZ");
    for (const char *place : {"America/New_York", "Asia/Kolkata"}) {
        qputenv("TZ", place);
        QCOMPARE(dateIn({{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}}, "Date").value_or(0), inNovember);
    }
    qputenv("TZ", zone);
}

void HttpMessageTest::waits()
{
    const auto wait = [](const char *text) { return retryAfterOf({{"retry-after", text}}, inNovember); };
    QCOMPARE(wait("3"), std::optional(3'000ms));
    QCOMPARE(wait("86400"), std::optional<std::chrono::milliseconds>(1h));
    QCOMPARE(wait("-1"), std::nullopt);
    QCOMPARE(wait("soon"), std::nullopt);
    QCOMPARE(wait("Sun, 06 Nov 1994 08:49:44 GMT"), std::optional(7'000ms));
    QCOMPARE(wait("Sun, 06 Nov 1994 08:49:30 GMT"), std::optional(0ms)); // over already
}

QTEST_APPLESS_MAIN(HttpMessageTest)
#include "http_message_test.moc"
