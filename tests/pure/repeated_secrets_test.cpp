// What a server repeats of a secret, in the forms in which it may.
#include "engine/protocol/repeated_secrets.h"

#include <QTest>

using namespace gantry;

class RepeatedSecretsTest : public QObject
{
    Q_OBJECT

private:
    const QMap<QString, QByteArray> m_secrets{
        {QStringLiteral("secret"), " canary/se+cret "},
        {QStringLiteral("headers"), "X-Key: canary-key | Authorization: Basic canary-basic"},
        {QStringLiteral("longer"), "canary/se+cret-and-more"},
        {QStringLiteral("short"), "abc"},
        {QStringLiteral("none"), {}}};

private Q_SLOTS:
    void isStruck_data()
    {
        QTest::addColumn<QByteArray>("said");
        for (const char *said : {"canary/se+cret", "canary%2Fse%2Bcret", "canary\\/se+cret", "canary-key",
                                 "canary-basic", "canary/se+cret-and-more"})
            QTest::newRow(said) << QByteArray(said);
    }
    void isStruck()
    {
        QFETCH(QByteArray, said);
        const HttpAnswer answer{403, {{"X-Why", said}}, "You sent " + said + ", abc and no more."};
        const HttpAnswer clean = withoutSecrets(answer, m_secrets);
        QCOMPARE(clean.status, 403);
        QCOMPARE(clean.body, QByteArray("You sent [struck], abc and no more."));
        QCOMPARE(clean.headers.first().value, QByteArray("[struck]"));
        QCOMPARE(withoutSecrets(QString::fromUtf8(answer.body), m_secrets), QString::fromUtf8(clean.body));
    }
    void wordsOfASecretThatIsNoHeaderStay()
    {
        const QMap<QString, QByteArray> secrets{{QStringLiteral("secret"), "not the secret"}};
        const QString said = QStringLiteral("The secret key is wrong.");
        QCOMPARE(withoutSecrets(said, secrets), said);
    }
};

QTEST_APPLESS_MAIN(RepeatedSecretsTest)
#include "repeated_secrets_test.moc"
