// Offers files to be dragged, as the window of a file manager does.
#include <QApplication>
#include <QDrag>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

namespace {

class Source final : public QLabel
{
public:
    explicit Source(QList<QUrl> files)
        : QLabel(QStringLiteral("Drag me"))
        , m_files(std::move(files))
    {
        setWindowTitle(QStringLiteral("Drag source"));
        setAlignment(Qt::AlignCenter);
        setGeometry(0, 24, 120, 80); // beside the window that it is dragged to
    }

protected:
    void mousePressEvent(QMouseEvent *event) override { m_pressed = event->pos(); }

    void mouseMoveEvent(QMouseEvent *event) override
    {
        if ((event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance())
            return;
        auto *drag = new QDrag(this);
        auto *files = new QMimeData;
        files->setUrls(m_files);
        drag->setMimeData(files);
        drag->exec(Qt::CopyAction | Qt::MoveAction | Qt::LinkAction, Qt::MoveAction);
    }

private:
    QList<QUrl> m_files;
    QPoint m_pressed;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QList<QUrl> files;
    for (const QString &path : QCoreApplication::arguments().mid(1))
        files.append(QUrl::fromLocalFile(path));
    Source source(files);
    source.show();
    return QApplication::exec();
}
