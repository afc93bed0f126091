#include "tests/fakes/test_certificate.h"

#include <QDebug>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace gantry {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

std::optional<LoopbackServer::Tls> makeCertificate(const QByteArray &names)
{
    const QTemporaryDir folder;
    const QString certificate = folder.filePath(QStringLiteral("certificate.pem"));
    const QString key = folder.filePath(QStringLiteral("key.pem"));
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                   QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                   QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-noenc"),
                   QStringLiteral("-days"), QStringLiteral("1"), QStringLiteral("-subj"),
                   QStringLiteral("/CN=Gantry test"), QStringLiteral("-addext"),
                   QLatin1String("subjectAltName=") + QString::fromLatin1(names), QStringLiteral("-out"),
                   certificate, QStringLiteral("-keyout"), key});
    openssl.waitForFinished();
    LoopbackServer::Tls made{contentOf(certificate), contentOf(key)};
    if (made.certificatePem.isEmpty() || made.keyPem.isEmpty()) {
        qWarning().noquote() << "openssl:" << openssl.errorString() << openssl.readAllStandardError();
        return std::nullopt;
    }
    return made;
}

} // namespace gantry
