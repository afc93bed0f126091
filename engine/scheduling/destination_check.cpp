#include "engine/scheduling/destination_check.h"

#include <QUuid>

#include <string_view>

namespace gantry {
namespace {

using Result = CheckLine::Result;

constexpr qint64 toleratedSkewMs = 5 * 60'000; // what signed requests are commonly allowed

bool isWordOfServer(FailureKind kind)
{
    return kind == FailureKind::Unauthorized || kind == FailureKind::Forbidden ||
           kind == FailureKind::ClockSkewed || kind == FailureKind::CredentialsNeeded;
}

} // namespace

DestinationCheck::DestinationCheck(Endpoint &endpoint, const Clock &clock, Told told, QObject *parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_clock(clock)
    , m_told(std::move(told))
{}

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
    if (!m_endpoint.traits().findsSessions) {
        addReached();
        if (result) {
            skip({"credentials"}, tr("Checked together with the right to begin an upload."));
            checkCreate();
        } else {
            refused(result.error());
        }
        return;
    }
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
        add("credentials", Result::Passed, tr("The credentials are accepted."));
        checkCreate();
    });
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
                .arg(qAbs(skew) / 60'000));
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
        if (!opened) {
            add("create", Result::Failed,
                outcome ? tr("The answer makes no sense.") : outcome.error().message);
            skip({"list", "abort"}, tr("Not checked: no upload could be begun."));
            end();
            return;
        }
        add("create", Result::Passed, tr("An upload can be begun."));
        m_context.session = opened->session;
        checkList();
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
                    .arg(outcome.error().message));
        checkAbort();
    });
}

void DestinationCheck::checkAbort()
{
    m_endpoint.call(Step::Abort, m_context, this, [this](const Expected<Outcome> &outcome) {
        if (outcome)
            add("abort", Result::Passed, tr("An upload can be ended; nothing was left behind."));
        else
            add("abort", Result::Failed, outcome.error().message);
        end();
    });
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
