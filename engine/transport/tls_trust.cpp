#include "engine/transport/tls_trust.h"

#include "engine/core/text.h"
#include <QSslCertificate>

namespace gantry {

Expected<QSslConfiguration> tlsTrust(const QByteArray &caPem)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    if (caPem.isEmpty())
        return configuration;
    const QList<QSslCertificate> extra = QSslCertificate::fromData(caPem, QSsl::Pem);
    if (extra.isEmpty())
        return fail(FailureKind::InvalidInput, tr("The CA file holds no certificate in PEM form."));
    // Adding one switches off Qt's loading of the system's on demand: they have to be named.
    configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + extra);
    return configuration;
}

} // namespace gantry
