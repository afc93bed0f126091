#include "tests/fakes/loopback_server.h"

#include "tests/fakes/loopback_connection.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>

namespace gantry {

// Owns the listening socket; lives in the server's thread.
class LoopbackServer::Listener : public QObject
{
public:
    Listener(std::shared_ptr<LoopbackJournal> journal, std::optional<Tls> tls)
        : m_journal(std::move(journal))
        , m_tls(std::move(tls))
    {}

    quint16 listen(quint16 port)
    {
        if (m_tls) {
            auto server = std::make_unique<QSslServer>();
            QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
            configuration.setLocalCertificate(QSslCertificate(m_tls->certificatePem, QSsl::Pem));
            // Elliptic or RSA: whatever parses.
            QSslKey key(m_tls->keyPem, QSsl::Ec, QSsl::Pem);
            if (key.isNull())
                key = QSslKey(m_tls->keyPem, QSsl::Rsa, QSsl::Pem);
            configuration.setPrivateKey(key);
            server->setSslConfiguration(configuration);
            m_server = std::move(server);
        } else {
            m_server = std::make_unique<QTcpServer>();
        }
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &Listener::accept);
        if (!m_server->listen(QHostAddress::LocalHost, port))
            qFatal("LoopbackServer cannot listen on port %d: %s", int(port),
                   qPrintable(m_server->errorString()));
        return m_server->serverPort();
    }

    void close()
    {
        m_server.reset();
        dropConnections();
    }

    void dropConnections()
    {
        for (LoopbackConnection *connection : findChildren<LoopbackConnection *>())
            delete connection;
    }

    void freezeConnections()
    {
        for (LoopbackConnection *connection : findChildren<LoopbackConnection *>())
            connection->freeze();
    }

private:
    void accept()
    {
        while (QTcpSocket *socket = m_server->nextPendingConnection())
            new LoopbackConnection(socket, m_journal, this);
    }

    std::shared_ptr<LoopbackJournal> m_journal;
    std::optional<Tls> m_tls;
    std::unique_ptr<QTcpServer> m_server;
};

LoopbackServer::LoopbackServer(Handler handler, std::optional<Tls> tls, quint16 port)
    : m_tls(tls.has_value())
    , m_port(port)
    , m_journal(std::make_shared<LoopbackJournal>())
{
    setHandler(std::move(handler));
    m_thread.setObjectName(QStringLiteral("loopback server"));
    m_listener = new Listener(m_journal, std::move(tls));
    m_listener->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_listener, &QObject::deleteLater);
    m_thread.start();
    start();
}

LoopbackServer::~LoopbackServer()
{
    m_thread.quit();
    m_thread.wait();
}

QByteArray LoopbackServer::url(const QByteArray &target) const
{
    return (m_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + QByteArray::number(m_port) + target;
}

template <class Function>
void LoopbackServer::inThread(Function function)
{
    QMetaObject::invokeMethod(m_listener, std::move(function), Qt::BlockingQueuedConnection);
}

void LoopbackServer::setHandler(Handler handler)
{
    m_journal->setHandler(std::move(handler));
}

void LoopbackServer::start()
{
    inThread([this] { m_port = m_listener->listen(m_port); });
}

void LoopbackServer::stop()
{
    inThread([this] { m_listener->close(); });
}

void LoopbackServer::dropConnections()
{
    inThread([this] { m_listener->dropConnections(); });
}

void LoopbackServer::freezeConnections()
{
    inThread([this] { m_listener->freezeConnections(); });
}

void LoopbackServer::limitReadRate(qint64 bytesPerSecond)
{
    m_journal->readRate = bytesPerSecond;
}

QList<RecordedRequest> LoopbackServer::requests() const
{
    return m_journal->requests();
}

int LoopbackServer::connectionsAccepted() const
{
    return m_journal->accepted();
}

QSet<int> LoopbackServer::openConnections() const
{
    return m_journal->openConnections();
}

} // namespace gantry
