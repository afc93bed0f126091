#include "engine/scheduling/destination_check.h"

#include <QUuid>

#include <algorithm>
#include <string_view>

namespace gantry {
namespace {

using Result = CheckLine::Result;

constexpr qint64 toleratedSkewMs = 5 * 60'000; // what signed requests are commonly allowed

bool refusesCredentials(FailureKind kind)
{
    return kind == FailureKind::Unauthorized || kind == FailureKind::ClockSkewed ||
           kind == FailureKind::CredentialsNeeded;
}

bool isWordOfServer(FailureKind kind)
{
    return kind == FailureKind::Forbidden || refusesCredentials(kind);
}

} // namespace

DestinationCheck::DestinationCheck(Endpoint &endpoint, const Clock &clock, Told told, Left left,
                                   QObject *parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_clock(clock)
    , m_told(std::move(told))
    , m_left(std::move(left))
{}

DestinationCheck::~DestinationCheck()
{
    leave();
}

void DestinationCheck::run()
{
    m_endpoint.tryNow();
    m_endpoint.prepare(this, [this](const Expected<void> &result) { reached(result); });
}

void DestinationCheck::reached(const Expected<void> &result)
{
    if (!result && m_endpoint.baseContext().secrets.isEmpty() &&
        (result.error().kind == FailureKind::SecretMissing ||
         result.error().kind == FailureKind::CredentialsNeeded)) {
        skip({"reachable", "clock"}, tr("Not checked: there are no credentials to ask with."));
        add("credentials", Result::Failed, result.error().message);
        skip({"create", "list", "abort"}, tr("Not checked: there are no credentials to ask with."));
        end();
        return;
    }
    if (!result && !isWordOfServer(result.error().kind)) {
        add("reachable", Result::Failed, result.error().message);
        skip({"clock", "credentials", "create", "list", "abort"},
             tr("Not checked: the destination was not reached."));
        end();
        return;
    }
    // A name of its own, so that nothing that exists is touched.
    const QString mark = QUuid::createUuid().toString(QUuid::Id128);
    m_context = m_endpoint.baseContext();
    m_context.upload = {QStringLiteral("gantry-check-") + mark, 1, QStringLiteral("application/octet-stream"),
                        mark, mark};
    checkCredentials(result);
}

void DestinationCheck::checkCredentials(const Expected<void> &result)
{
    const BackendTraits &traits = m_endpoint.traits();
    if (traits.findsSessions) {
        find();
        return;
    }
    addReached();
    if (!result)
        refused(result.error());
    else if (traits.findsInVain && !traits.aborts)
        findInVain();
    else
        checkCreate();
}

void DestinationCheck::find()
{
    m_endpoint.call(Step::Find, m_context, this, [this](const Expected<Outcome> &outcome) {
        if (!outcome && !isWordOfServer(outcome.error().kind)) {
            add("reachable", Result::Failed, outcome.error().message);
            skip({"clock", "credentials", "create", "list", "abort"},
                 tr("Not checked: the destination did not answer as it should."));
            end();
            return;
        }
        addReached();
        if (!outcome) {
            refused(outcome.error());
            return;
        }
        acceptCredentials();
        checkCreate();
    });
}

// What is begun could not be ended: all that can be asked is about what is not there.
void DestinationCheck::findInVain()
{
    m_endpoint.call(Step::Find, m_context, this, [this](const Expected<Outcome> &outcome) {
        if (!outcome && isWordOfServer(outcome.error().kind)) {
            refused(outcome.error());
            return;
        }
        if (outcome)
            add("credentials", Result::Passed,
                tr("The server did not refuse to look for an upload that cannot exist. Whether one may be "
                   "begun was not tried."));
        else
            add("credentials", Result::Warning,
                tr("Whether the credentials are accepted could not be found out. %1")
                    .arg(outcome.error().message));
        checkCreate();
    });
}

void DestinationCheck::acceptCredentials()
{
    if (std::exchange(m_accepted, true))
        return;
    const QMap<QString, QByteArray> &secrets = m_context.secrets;
    const bool hasAny = std::any_of(secrets.cbegin(), secrets.cend(),
                                    [](const QByteArray &secret) { return !secret.trimmed().isEmpty(); });
    add("credentials", Result::Passed,
        hasAny ? tr("The credentials are accepted.") : tr("No credentials are needed."));
}

void DestinationCheck::addReached()
{
    add("reachable", Result::Passed, tr("The destination answers."));
    const qint64 skew = m_endpoint.serverWallMs() - m_clock.wallMs();
    if (qAbs(skew) <= toleratedSkewMs)
        add("clock", Result::Passed, tr("This machine's clock and the destination's agree."));
    else
        add("clock", Result::Warning,
            tr("This machine's clock is %1 minutes off the destination's. Set it right: signatures "
               "depend on it.")
                .arg(qRound64(static_cast<double>(qAbs(skew)) / 60'000)));
    if (const QStringList said = m_endpoint.backend().describe(m_endpoint.baseContext().abilities);
        !said.isEmpty())
        add("server", Result::Passed, said.join(QLatin1Char(' ')));
}

void DestinationCheck::refused(const Failure &failure)
{
    add("credentials", Result::Failed, failure.message);
    skip({"create", "list", "abort"}, tr("Not checked: the credentials are not accepted."));
    end();
}

void DestinationCheck::checkCreate()
{
    if (!m_endpoint.traits().aborts) {
        skip({"create", "abort"},
             tr("Not checked: this server cannot be asked to end an upload, so one would be left behind."));
        end();
        return;
    }
    m_context.wantedPartSize = m_endpoint.traits().bounds.minPartSize;
    m_endpoint.call(Step::Open, m_context, this, [this](const Expected<Outcome> &outcome) {
        const auto *opened = outcome ? std::get_if<Opened>(&*outcome) : nullptr;
        if (opened) {
            acceptCredentials();
            add("create", Result::Passed, tr("An upload can be begun."));
            m_context.session = opened->session;
            checkList();
        } else if (outcome) {
            notBegun({FailureKind::ProtocolViolation, tr("The answer makes no sense."), {}, 0});
        } else if (!m_accepted && refusesCredentials(outcome.error().kind)) {
            refused(outcome.error());
        } else {
            notBegun(outcome.error());
        }
    });
}

void DestinationCheck::notBegun(const Failure &failure)
{
    const auto tell = [this, failure](const QString &left) {
        if (!m_accepted)
            skip({"credentials"}, tr("Not checked: only the beginning of an upload could have told."));
        add("create", Result::Failed, refusal(Step::Open, failure) + left);
        skip({"list", "abort"}, tr("Not checked: no upload could be begun."));
        end();
    };
    // An answer that was lost, or makes no sense, does not say that nothing was begun.
    const bool mayBeBegun = isSilent(failure.kind) || failure.kind == FailureKind::ServerError ||
                            failure.kind == FailureKind::ProtocolViolation;
    if (!mayBeBegun) {
        tell({});
        return;
    }
    if (!m_endpoint.traits().findsSessions) {
        tell(QLatin1Char(' ') + tr("If the server began one all the same, it stays there until it expires: "
                                   "nothing but that answer told where it is."));
        return;
    }
    m_context.openUnanswered = true;
    m_endpoint.call(Step::Find, m_context, this, [this, tell](const Expected<Outcome> &outcome) {
        const auto *begun = outcome ? std::get_if<Opened>(&*outcome) : nullptr;
        if (begun) {
            m_context.session = begun->session;
            leave();
            tell(QLatin1Char(' ') + endedLater());
        } else if (outcome) {
            tell({});
        } else {
            tell(QLatin1Char(' ') + tr("If the destination began one all the same, it is unfinished there."));
        }
    });
}

void DestinationCheck::checkList()
{
    if (!m_endpoint.traits().listsSessions) {
        checkAbort();
        return;
    }
    m_endpoint.call(Step::List, m_context, this, [this](const Expected<Outcome> &outcome) {
        if (outcome)
            add("list", Result::Passed,
                tr("What is unfinished can be listed, and continued from elsewhere."));
        else // uploads work without
            add("list", Result::Warning,
                tr("What is unfinished cannot be listed, so an upload that was begun elsewhere begins anew. "
                   "%1")
                    .arg(refusal(Step::List, outcome.error())));
        checkAbort();
    });
}

void DestinationCheck::checkAbort()
{
    m_endpoint.call(Step::Abort, m_context, this, [this](const Expected<Outcome> &outcome) {
        if (outcome) {
            m_context.session.reset();
            add("abort", Result::Passed, tr("An upload can be ended; nothing was left behind."));
        } else {
            leave();
            add("abort", Result::Failed,
                refusal(Step::Abort, outcome.error()) + QLatin1Char(' ') + endedLater());
        }
        end();
    });
}

void DestinationCheck::leave()
{
    if (const auto session = std::exchange(m_context.session, std::nullopt))
        m_left(*session);
}

QString DestinationCheck::endedLater()
{
    return tr("What the test began is noted: the destination is asked to end it until it confirms that.");
}

QString DestinationCheck::refusal(Step step, const Failure &failure) const
{
    const QString right =
        failure.kind == FailureKind::Forbidden ? m_endpoint.backend().neededRight(step) : QString();
    return right.isEmpty() ? failure.message
                           : failure.message + QLatin1Char(' ') + tr("What is missing: %1.").arg(right);
}

void DestinationCheck::add(const char *name, Result result, const QString &message)
{
    m_lines.append({QString::fromLatin1(name), result, message});
}

void DestinationCheck::skip(std::initializer_list<const char *> names, const QString &why)
{
    for (const char *name : names)
        if (name != std::string_view("list") || m_endpoint.traits().listsSessions)
            add(name, Result::Skipped, why);
}

void DestinationCheck::end()
{
    m_told(m_lines);
    deleteLater();
}

} // namespace gantry
