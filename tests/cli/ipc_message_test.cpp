#include "engine/ipc/ipc_message.h"

#include <QRandomGenerator>
#include <QTest>

using namespace gantry;

class IpcMessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesSurviveTheWay();
    void anotherProtocolsHelloIsUnderstood();
    void nonsenseIsRefused_data();
    void nonsenseIsRefused();
    void damageNeverPassesSilently();
    void cutsAnyPieces();
    void endlessLinesAreRefused();
};

namespace {

QList<IpcMessage> samples()
{
    return {
        Hello{ipcProtocolVersion, QStringLiteral("1.2"), 77, true, false},
        Hello{ipcProtocolVersion, QStringLiteral("1.2"), 0, false, true},
        Request{0, QStringLiteral("uploads"), {}},
        Request{9'007'199'254'740'993, QStringLiteral("x\n\"y\""), {{QStringLiteral("a"), QJsonValue::Null}}},
        Answer{5, QJsonObject{{QStringLiteral("next"), 3}}},
        Answer{6, fail(FailureKind::InvalidInput, QStringLiteral("no"))},
        Event{{{QStringLiteral("event"), QStringLiteral("changed")}}},
    };
}

} // namespace

void IpcMessageTest::messagesSurviveTheWay()
{
    for (const IpcMessage &message : samples()) {
        const QByteArray line = encodeMessage(message);
        QVERIFY(line.endsWith('\n'));
        QCOMPARE(line.count('\n'), 1);
        const Expected<IpcMessage> back = decodeMessage(line);
        QVERIFY(back);
        QVERIFY(*back == message);
        QVERIFY(*decodeMessage(line.chopped(1)) == message);
    }
}

void IpcMessageTest::anotherProtocolsHelloIsUnderstood()
{
    const Expected<IpcMessage> hello = decodeMessage(R"({"hello":99,"version":"7.0","news":[]})");
    QVERIFY(hello);
    QCOMPARE(std::get<Hello>(*hello).protocol, 99);
    QCOMPARE(std::get<Hello>(*hello).version, QStringLiteral("7.0"));
}

void IpcMessageTest::nonsenseIsRefused_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("blank") << QByteArray("   ");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no kind") << QByteArray("{}");
    QTest::newRow("unknown kind") << QByteArray(R"({"shout":1})");
    QTest::newRow("two kinds") << QByteArray(
        R"({"request":1,"answer":1,"call":"x","arguments":{},"result":{}})");
    QTest::newRow("two messages") << QByteArray(R"({"body":{}}{"body":{}})");
    QTest::newRow("cut") << QByteArray(R"({"body":{)");
    QTest::newRow("number of text") << QByteArray(R"({"request":"1","call":"x","arguments":{}})");
    QTest::newRow("negative") << QByteArray(R"({"request":-1,"call":"x","arguments":{}})");
    QTest::newRow("no call") << QByteArray(R"({"request":1,"arguments":{}})");
    QTest::newRow("no arguments") << QByteArray(R"({"request":1,"call":"x"})");
    QTest::newRow("answer of nothing") << QByteArray(R"({"answer":1})");
    QTest::newRow("hello without version") << QByteArray(R"({"hello":1})");
    QTest::newRow("hello zero") << QByteArray(R"({"hello":0,"version":"1"})");
    QTest::newRow("event of text") << QByteArray(R"({"body":"x"})");
    QTest::newRow("not UTF-8") << QByteArray("{\"body\":{\"a\":\"\xff\xfe\"}}");
    QTest::newRow("deep") << QByteArray("{\"body\":") + QByteArray(100'000, '[') + QByteArray(100'000, ']') +
                                 '}';
}

void IpcMessageTest::nonsenseIsRefused()
{
    QFETCH(QByteArray, line);
    const Expected<IpcMessage> message = decodeMessage(line);
    QVERIFY(!message);
    QCOMPARE(message.error().kind, FailureKind::ProtocolViolation);
}

void IpcMessageTest::damageNeverPassesSilently()
{
    // Any byte knocked out of shape: refused, or another message of good shape; never a crash, never a
    // half-read one.
    QRandomGenerator dice(11);
    for (const IpcMessage &message : samples()) {
        const QByteArray line = encodeMessage(message);
        for (int round = 0; round < 2000; ++round) {
            QByteArray damaged = line;
            damaged[dice.bounded(static_cast<int>(damaged.size()))] = static_cast<char>(dice.bounded(256));
            if (const Expected<IpcMessage> read = decodeMessage(damaged))
                QVERIFY(decodeMessage(encodeMessage(*read)) == read);
        }
    }
}

void IpcMessageTest::cutsAnyPieces()
{
    const QByteArray stream = "a\n\nbc\n" + QByteArray(999, 'x') + "\nrest";
    const QList<QByteArray> expected{"a", "", "bc", QByteArray(999, 'x')};
    for (qsizetype piece = 1; piece < stream.size(); piece += 7) {
        LineSplitter splitter(1000);
        QList<QByteArray> lines;
        for (qsizetype begin = 0; begin < stream.size(); begin += piece) {
            const Expected<QList<QByteArray>> more = splitter.feed(stream.mid(begin, piece));
            QVERIFY(more);
            lines += *more;
        }
        QCOMPARE(lines, expected);
    }
}

void IpcMessageTest::endlessLinesAreRefused()
{
    LineSplitter whole(1000);
    QCOMPARE(whole.feed(QByteArray(1000, 'x')).error().kind, FailureKind::ProtocolViolation);
    QVERIFY(!whole.feed("\n")); // and stays broken
    LineSplitter dripping(1000);
    int fed = 0;
    while (dripping.feed("x"))
        ++fed;
    QCOMPARE(fed, 999);
    LineSplitter afterGood(1000);
    QVERIFY(!afterGood.feed("ok\n" + QByteArray(1000, 'x') + "\n"));
}

QTEST_APPLESS_MAIN(IpcMessageTest)
#include "ipc_message_test.moc"
