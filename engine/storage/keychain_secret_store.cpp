#include "engine/storage/keychain_secret_store.h"

#include "engine/core/text.h"
#include "engine/storage/keychain_lock.h"

#include <QCoreApplication>
#include <QPromise>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <memory>
#include <qt6keychain/keychain.h>

namespace gantry {
namespace {

const auto service = QStringLiteral("Gantry");

QString elsewhere()
{
    return tr(" Or keep the secret of this destination elsewhere: --secret-store file (a file that "
              "only you may read), or --secret-store memory.");
}

// The thread of QtKeychain's jobs. Its queue of jobs belongs to the thread that uses it first, so there is
// one for the life of the process; one that is blocked at the end is left behind rather than waited for.
QObject *jobsThread()
{
    static QObject *const context = [] {
        static auto *const thread = new QThread;
        thread->setObjectName(QStringLiteral("keychain"));
        auto *object = new QObject;
        object->moveToThread(thread);
        thread->start();
        qAddPostRoutine([] {
            thread->quit();
            thread->wait(QDeadlineTimer(std::chrono::seconds(1)));
        });
        return object;
    }();
    return context;
}

Failure locked(const QString &account)
{
    return {FailureKind::InvalidInput,
            tr("The keychain is locked, and holds the secret of %1. Unlock it and try again.").arg(account) +
                elsewhere(),
            {},
            0};
}

Failure failureOf(const QKeychain::Job &job, const QString &account)
{
    const auto said = [&](const QString &words) {
        return Failure{FailureKind::InvalidInput, words.arg(account, job.errorString()) + elsewhere(), {}, 0};
    };
    switch (job.error()) {
    case QKeychain::NoError:
        break;
    case QKeychain::EntryNotFound:
        return noSecret(account);
    case QKeychain::CouldNotDeleteEntry:
        return said(tr("The keychain does not remove the secret of %1 (%2). Remove it with the system's own "
                       "keychain program."));
    case QKeychain::AccessDeniedByUser:
        return said(tr("Access to the keychain for %1 was not allowed. Allow it when it asks."));
    case QKeychain::AccessDenied:
        return said(tr("The keychain is locked, or denies access to the secret of %1 (%2). Unlock it and try "
                       "again."));
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
    case QKeychain::OtherError:
        return said(
            tr("No keychain answers on this machine for %1 (%2). Start one (gnome-keyring, KWallet) and "
               "try again."));
    }
    Q_UNREACHABLE();
}

Failure timedOut(const QString &account, std::chrono::milliseconds limit)
{
    return {
        FailureKind::InvalidInput,
        tr("The keychain has not answered for %1 within %2 seconds. If it asks for its password, give it, "
           "and try again.")
                .arg(account)
                .arg(static_cast<double>(limit.count()) / 1000.0) +
            elsewhere(),
        {},
        0};
}

} // namespace

// A future that the first of its answers ends: the job's, the limit's, or the store's end. Any thread.
class PendingSecret
{
public:
    virtual ~PendingSecret() = default;
    virtual void endWith(const Failure &failure) = 0;
    bool ended() const { return m_ended; }

protected:
    bool isFirst() { return !m_ended.exchange(true); }

private:
    std::atomic<bool> m_ended{false};
};

namespace {

template <class T>
class Answer final : public PendingSecret
{
public:
    Answer() { m_promise.start(); }
    QFuture<Expected<T>> future() { return m_promise.future(); }
    void end(Expected<T> result)
    {
        if (!isFirst())
            return;
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }
    void endWith(const Failure &failure) override { end(fail(failure)); }

private:
    QPromise<Expected<T>> m_promise;
};

} // namespace

KeychainSecretStore::KeychainSecretStore(std::chrono::milliseconds limit)
    : m_limit(limit)
{}

KeychainSecretStore::~KeychainSecretStore()
{
    for (const auto &pending : m_pending)
        pending->endWith({FailureKind::Cancelled, tr("The keychain is no longer asked."), {}, 0});
}

template <class T>
QFuture<Expected<T>> KeychainSecretStore::start(const QString &account,
                                                std::function<QKeychain::Job *()> make,
                                                std::function<void(QKeychain::Job &, End<T>)> take)
{
    const auto answer = std::make_shared<Answer<T>>();
    std::erase_if(m_pending, [](const auto &pending) { return pending->ended(); });
    m_pending.push_back(answer);
    QTimer::singleShot(m_limit, this,
                       [answer, account, limit = m_limit] { answer->endWith(timedOut(account, limit)); });
    QMetaObject::invokeMethod(
        jobsThread(),
        [answer, make = std::move(make), take = std::move(take)] {
            QKeychain::Job *job = make();
            job->setInsecureFallback(false);
            job->setAutoDelete(true); // when it has finished, however late
            QObject::connect(job, &QKeychain::Job::finished, job, [answer, take](QKeychain::Job *finished) {
                take(*finished, [answer](Expected<T> result) { answer->end(std::move(result)); });
            });
            job->start();
        },
        Qt::QueuedConnection);
    return answer->future();
}

QFuture<Expected<void>> KeychainSecretStore::write(const QString &account, const QByteArray &secret)
{
    return start<void>(
        account,
        [account, secret] {
            auto *job = new QKeychain::WritePasswordJob(service);
            job->setKey(account);
            // Always as bytes: text and bytes of one key would be two entries, and the text be found first.
            job->setBinaryData(secret);
            return job;
        },
        [account](QKeychain::Job &job, const End<void> &end) {
            end(job.error() == QKeychain::NoError ? Expected<void>() : fail(failureOf(job, account)));
        });
}

QFuture<Expected<QByteArray>> KeychainSecretStore::read(const QString &account)
{
    return start<QByteArray>(
        account,
        [account] {
            auto *job = new QKeychain::ReadPasswordJob(service);
            job->setKey(account);
            return job;
        },
        [account](QKeychain::Job &job, const End<QByteArray> &end) {
            if (job.error() == QKeychain::NoError)
                end(static_cast<QKeychain::ReadPasswordJob &>(job).binaryData());
            else if (job.error() == QKeychain::EntryNotFound)
                askIfLocked(jobsThread(), service, account, [account, end](bool isLocked) {
                    end(fail(isLocked ? locked(account) : noSecret(account)));
                });
            else
                end(fail(failureOf(job, account)));
        });
}

QFuture<Expected<void>> KeychainSecretStore::remove(const QString &account)
{
    return start<void>(
        account,
        [account] {
            auto *job = new QKeychain::DeletePasswordJob(service);
            job->setKey(account);
            return job;
        },
        [account](QKeychain::Job &job, const End<void> &end) {
            if (job.error() == QKeychain::NoError || job.error() == QKeychain::EntryNotFound)
                askIfLocked(jobsThread(), service, account, [account, end](bool isLocked) {
                    end(isLocked ? Expected<void>(fail(locked(account))) : Expected<void>());
                });
            else
                end(fail(failureOf(job, account)));
        });
}

} // namespace gantry
