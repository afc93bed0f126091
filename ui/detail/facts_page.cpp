#include "ui/detail/facts_page.h"

#include "ui/text/format.h"
#include "ui/text/upload_words.h"

#include <QAbstractTextDocumentLayout>
#include <QFormLayout>
#include <QLabel>
#include <QTextEdit>

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
};

} // namespace

FactsPage::FactsPage(QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    auto *inside = new QWidget;
    inside->setBackgroundRole(QPalette::Base);
    m_form = new QFormLayout(inside);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_path = addLine(tr("File"));
    m_destination = addLine(tr("Destination"));
    m_key = addLine(tr("Name there"));
    m_size = addLine(tr("Size"));
    m_parts = addLine(tr("Parts"));
    m_proof = addLine(tr("Verification"));
    m_etag = addLine(tr("ETag"));
    m_session = addLine(tr("Session"));
    m_fingerprint = addLine(tr("Fingerprint"));
    m_added = addLine(tr("Added"));
    m_finished = addLine(tr("Finished"));
    m_trouble = addLine(tr("Last trouble"));
    setWidget(inside);
}

QTextEdit *FactsPage::addLine(const QString &name)
{
    auto *value = new FactValue;
    auto *label = new QLabel(name);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBuddy(value);
    value->setAccessibleName(name);
    m_form->addRow(label, value);
    return value;
}

void FactsPage::set(QTextEdit *value, const QString &text)
{
    const QString shown = text.isEmpty() ? QStringLiteral("–") : text;
    if (value->toPlainText() != shown) // what is selected stays so
        value->setPlainText(shown);
}

void FactsPage::show(const UploadSnapshot &upload, qint64 nowMs)
{
    const UploadRecord &record = upload.record;
    set(m_path, record.path);
    set(m_destination, record.destination);
    set(m_key, record.finishedKey.isEmpty() ? record.key : record.finishedKey);
    set(m_size, exactSizeText(record.identity.size));
    set(m_parts, record.partsTotal > 0 ? tr("%1 of %2 stored, %3 each")
                                             .arg(countText(record.partsStored), countText(record.partsTotal),
                                                  sizeText(record.partSize))
                                       : QString());
    set(m_proof, record.stage == Stage::Done
                     ? proofText(record.verified)
                     : tr("After completion the store’s answer is compared with the file."));
    set(m_etag, QString::fromLatin1(record.etag));
    set(m_session, record.session ? record.session->id : QString());
    set(m_fingerprint, record.fingerprint);
    set(m_added, momentText(record.addedMs, nowMs));
    set(m_finished, momentText(record.finishedMs, nowMs));
    const std::optional<Failure> trouble = record.error ? record.error : upload.trouble;
    set(m_trouble, trouble ? trouble->message : QString());
}

} // namespace gantry
