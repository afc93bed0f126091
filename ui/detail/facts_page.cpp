#include "ui/detail/facts_page.h"

#include "ui/look/icons.h"
#include "ui/text/format.h"
#include "ui/text/upload_words.h"

#include <QAbstractTextDocumentLayout>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTextEdit>
#include <QUrl>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace gantry {
namespace {

// Wraps anywhere, as high as its text, and what is copied is the text as it is.
class FactValue final : public QTextEdit
{
public:
    FactValue()
    {
        setReadOnly(true);
        setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        setAcceptRichText(false);
        setFrameShape(NoFrame);
        setTabChangesFocus(true);
        setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        document()->setDocumentMargin(0);
        viewport()->setAutoFillBackground(false);
        connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
                [this](const QSizeF &size) { setFixedHeight(static_cast<int>(std::ceil(size.height()))); });
    }

    QSize minimumSizeHint() const override { return {12 * fontMetrics().averageCharWidth(), 0}; }

protected:
    // The page scrolls, not a line of it.
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

} // namespace

FactsPage::FactsPage(QWidget *parent)
    : QScrollArea(parent)
    , m_open(new QPushButton(tr("Open &folder")))
    , m_copy(new QPushButton(icon(Glyph::Copy), tr("&Copy all")))
{
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus); // it follows the focus of its lines, and shows none of its own
    setWidgetResizable(true);
    auto *inside = new QWidget;
    inside->setBackgroundRole(QPalette::Base);
    auto *column = new QVBoxLayout(inside);
    const int space = fontMetrics().averageCharWidth();
    column->setContentsMargins(2 * space, space, 2 * space, space);
    m_form = new QFormLayout;
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_form->setHorizontalSpacing(3 * space);
    m_form->setVerticalSpacing(std::max(2, space / 2));
    m_path = addLine(tr("File"));
    m_destination = addLine(tr("Destination"));
    m_key = addLine(tr("Name there"));
    m_size = addLine(tr("Size"));
    m_parts = addLine(tr("Parts"));
    m_sent = addLine(tr("Sent by this run"));
    m_proof = addLine(tr("Verification"));
    m_etag = addLine(tr("ETag"));
    m_session = addLine(tr("Session"));
    m_expiry = addLine(tr("Kept until", "by the server, while it is unfinished"));
    m_fingerprint = addLine(tr("Fingerprint"));
    m_added = addLine(tr("Added"));
    m_finished = addLine(tr("Finished"));
    m_trouble = addLine(tr("Last trouble"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_open);
    buttons->addWidget(m_copy);
    buttons->addStretch();
    column->addLayout(m_form);
    column->addLayout(buttons);
    column->addStretch();
    setWidget(inside);
    m_open->setToolTip(tr("Show the folder of the file in the file manager"));
    connect(m_open, &QPushButton::clicked, this, &FactsPage::openFolder);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(allText()); });
}

QTextEdit *FactsPage::addLine(const QString &name)
{
    auto *value = new FactValue;
    auto *label = new QLabel(name);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBuddy(value);
    value->setAccessibleName(name);
    m_form->addRow(label, value);
    m_lines.append({name, value});
    return value;
}

void FactsPage::set(QTextEdit *value, const QString &text)
{
    const QString shown = text.isEmpty() ? QStringLiteral("–") : text;
    if (value->toPlainText() != shown) // what is selected stays so
        value->setPlainText(shown);
}

QString FactsPage::allText() const
{
    QString text;
    for (const auto &[name, value] : m_lines)
        if (const QString words = value->toPlainText(); words != QStringLiteral("–"))
            text += tr("%1: %2", "a fact's name: its value").arg(name, words) + QLatin1Char('\n');
    return text;
}

void FactsPage::openFolder() const
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_filePath).path()));
}

void FactsPage::setUpload(const UploadSnapshot &upload, qint64 nowMs)
{
    const UploadRecord &record = upload.record;
    m_filePath = record.path;
    set(m_path, record.path);
    set(m_destination, record.destination);
    set(m_key, record.finishedKey.isEmpty() ? record.key : record.finishedKey);
    set(m_size, tr("%1 (%2)", "25.3 GB (25,341,120,512 bytes)")
                    .arg(sizeText(record.identity.size), exactSizeText(record.identity.size)));
    set(m_parts, record.partsTotal == 1 ? tr("One, the whole file")
                 : record.partsTotal > 1
                     ? tr("%1 of %2 stored, %3 each", "3: a size")
                           .arg(countText(record.partsStored), countText(record.partsTotal),
                                exactSizeText(record.partSize))
                     : QString());
    set(m_sent, upload.bytesSent > 0 ? sizeText(upload.bytesSent) : QString());
    set(m_proof, record.stage == Stage::Done ? proofText(record.verified)
                                             : tr("Not yet: the stored file is compared when all is there"));
    set(m_etag, QString::fromLatin1(record.etag));
    QString session = record.session ? record.session->id : QString();
    if (record.session && record.session->openedMs > 0)
        session = tr("%1, opened %2", "a session and a date")
                      .arg(session, momentText(record.session->openedMs, nowMs));
    set(m_session, session);
    const bool mayExpire = record.session && record.stage != Stage::Done;
    set(m_expiry, mayExpire ? momentText(record.session->expiresMs, nowMs) : QString());
    set(m_fingerprint, record.fingerprint);
    set(m_added, momentText(record.addedMs, nowMs));
    set(m_finished, momentText(record.finishedMs, nowMs));
    const std::optional<Failure> trouble = record.error ? record.error : upload.trouble;
    set(m_trouble, trouble ? trouble->message : QString());
}

} // namespace gantry
